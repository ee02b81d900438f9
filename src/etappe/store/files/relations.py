"""Relations: a run of source rows as SQL, each with `__row`, its number in the file from 0."""

from dataclasses import dataclass
from pathlib import Path

from etappe.store.files.fields import literal

JSON_BYTES = 256_000_000
"""The longest JSON row or document that is read."""


@dataclass(frozen=True, slots=True)
class CsvRows:
    """Clean rows (UTF-8, no header, quotes doubled) of a delimited text, all columns text."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    first: int
    quote: str = '"'

    def sql(self) -> str:
        """The rows with their numbers, in file order."""
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in self.columns)
        quote = literal(self.quote)
        return (
            f"SELECT {self.first} + row_number() OVER () - 1 AS __row, * FROM read_csv({literal(str(self.path))}, "
            f"auto_detect=false, header=false, delim={literal(self.delimiter)}, quote={quote}, escape={quote}, "
            f"new_line='\\n', nullstr=['', 'NULL', '\\N'], max_line_size=20000000, columns={{{columns}}})"
        )


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One JSON document a line, as text in the column `__json`."""

    path: Path
    first: int

    def sql(self) -> str:
        """The documents with their numbers; a line that is no JSON object is NULL and `__bad`."""
        # A delimiter that JSON may not contain and no quoting: every line is one value.
        return (
            f"SELECT __row, line AS __bad, CASE WHEN json_valid(line) AND json_type(TRY_CAST(line AS JSON)) = 'OBJECT' "
            f"THEN CAST(line AS JSON) END AS __json FROM (SELECT {self.first} + row_number() OVER () - 1 AS __row, line "
            f"FROM read_csv({literal(str(self.path))}, auto_detect=false, header=false, delim='\x01', quote='', escape='', "
            f"new_line='\\n', nullstr='', max_line_size={JSON_BYTES}, columns={{'line': 'VARCHAR'}}))"
        )


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """Rows first … last-1 of a Parquet file; `as_json` for files with nested columns."""

    path: Path
    first: int
    last: int
    as_json: bool = False
    staged: bool = False
    """The file was made by FileEngine.stage_…: it has `__row` and, as JSON, `__json` itself."""

    def sql(self) -> str:
        """The rows with their numbers; row groups outside are not read."""
        rows = f"file_row_number >= {self.first} AND file_row_number < {self.last}"
        source = f"read_parquet({literal(str(self.path))}, file_row_number=true) WHERE {rows}"
        if self.staged:
            return f"SELECT * EXCLUDE (file_row_number) FROM {source}"
        if self.as_json:
            inner = f"SELECT file_row_number AS __row, COLUMNS(* EXCLUDE (file_row_number)) FROM {source}"
            return f"SELECT __row, to_json(t) AS __json FROM ({inner}) t"
        return f"SELECT file_row_number AS __row, * EXCLUDE (file_row_number) FROM {source}"


Relation = CsvRows | JsonLines | ParquetRows


def is_json(relation: Relation) -> bool:
    """Whether the rows are JSON documents rather than flat columns."""
    return isinstance(relation, JsonLines) or (
        isinstance(relation, ParquetRows) and relation.as_json
    )
