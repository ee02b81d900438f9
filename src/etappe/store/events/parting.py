"""Parting: personal properties are taken out of arriving rows before these are written, to be sealed beside them."""

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.events.account_words import GROUP_EVENTS
from etappe.events.parted import parted_all
from etappe.events.personal import is_personal
from etappe.store.events.coding import CodedColumn
from etappe.store.events.numbering import given

_NAMES = "SELECT DISTINCT unnest(keys) FROM (SELECT DISTINCT json_keys({text}) AS keys FROM {source} WHERE {text} IS NOT NULL)"
_NESTED = (
    'SELECT DISTINCT unnest(names) FROM (SELECT DISTINCT regexp_extract_all({text}, \'"([^"\\\\]*)"\\s*:\', 1) AS names '
    "FROM {source} WHERE contains(substr({text}, 2), '{{'))"
)
"""Names inside of an object or list are looked for only where there is one."""
_CANDIDATES = (
    "SELECT place, {thing}, properties FROM {source} WHERE regexp_matches(properties, $pattern)"
)


def taken_out(connection: Connection, words: dict[str, CodedColumn]) -> dict[str, CodedColumn]:
    """What of the rows is to be sealed: `email` and `phone` as sent, `personal` properties, which leave `words`."""
    originals: dict[str, CodedColumn] = {
        name: words[name] for name in ("email", "phone") if name in words
    }
    if "properties" in words:
        product = words.get("product_id")
        thing = product.codes > 0 if product else np.zeros(len(words["properties"]), np.bool_)
        thing |= _tells_of_company(words)
        plain, originals["personal"] = parted_column(connection, words["properties"], thing)
        words["properties"] = plain
    return originals


def parted_column(
    connection: Connection, properties: CodedColumn, of_thing: NDArray[np.bool_]
) -> tuple[CodedColumn, CodedColumn]:
    """Properties without what is personal, and by row what was. `of_thing`: by row, whether the event names a product or tells of a company."""
    nothing = CodedColumn(np.zeros(len(properties), np.int64), np.empty(0, object))
    if not len(properties.words):
        return properties, nothing
    table = {"place": np.arange(len(properties.words)), "word": properties.words}
    with given(connection, "told", table):
        pattern = _pattern(_names(connection, "told", "word"))
        if pattern is None:
            return properties, nothing
        query = "SELECT place FROM told WHERE regexp_matches(word, $pattern) ORDER BY place"
        places = connection.execute(query, {"pattern": pattern}).fetchnumpy()["place"]
    things = np.zeros(len(properties.words) + 1, np.bool_)
    things[properties.codes[of_thing]] = True
    plain, personal = properties.words.copy(), np.full(len(properties.words), None, object)
    plain[places], personal[places] = parted_all(
        properties.words[places].tolist(), things[places + 1].tolist()
    )
    return properties.replaced(plain.tolist()), _some(properties, personal)


def _some(column: CodedColumn, words: NDArray[np.object_]) -> CodedColumn:
    """The column with other words, None for none. Equal ones are not looked for: these are nearly all different."""
    there = words != None  # noqa: E711 each entry is compared
    table = np.zeros(len(words) + 1, np.int64)
    table[1:][there] = np.arange(1, np.count_nonzero(there) + 1)
    return CodedColumn(table[column.codes], words[there])


def part_arrived(connection: Connection, brought: frozenset[str]) -> None:
    """The same for the rows of the table `arrived`, which gets a column `personal`."""
    connection.execute("ALTER TABLE arrived ADD COLUMN personal VARCHAR")
    if "properties" not in brought:
        return
    # What is no JSON is left for the check of the rows, which says which row it is.
    source = "(SELECT rowid AS place, * FROM arrived WHERE json_valid(properties))"
    pattern = _pattern(_names(connection, source, "properties"))
    if pattern is None:
        return
    product = "product_id IS NOT NULL OR " if "product_id" in brought else ""
    company = f"name IN ({', '.join(map(repr, GROUP_EVENTS))})"
    query = _CANDIDATES.format(thing=f"{product}{company}", source=source)
    rows = connection.execute(query, {"pattern": pattern}).fetchall()
    # Many rows tell the same of one person: each text is taken apart once.
    told = dict.fromkeys((row[1], row[2]) for row in rows)
    parts = parted_all([text for _, text in told], [thing for thing, _ in told])
    known = dict(zip(told, zip(*parts, strict=True), strict=True))
    found = [(place, text, *known[thing, text]) for place, thing, text in rows]
    changed = [(place, left, out) for place, text, left, out in found if left != text]
    if not changed:
        return
    table = {
        "place": np.array([place for place, _, _ in changed], np.int64),
        "plain": _column([plain for _, plain, _ in changed]),
        "personal": _column([personal for _, _, personal in changed]),
    }
    with given(connection, "parts", table):
        connection.execute(
            "UPDATE arrived SET properties = parts.plain::VARCHAR, personal = parts.personal::VARCHAR "
            "FROM parts WHERE arrived.rowid = parts.place"
        )


def _tells_of_company(words: dict[str, CodedColumn]) -> NDArray[np.bool_]:
    """By row: is the event one whose properties tell of the account, so that its `name` is the company's?"""
    names = words["name"]
    told = np.array([False, *(word in GROUP_EVENTS for word in names.words)], np.bool_)
    return told[names.codes]


def _names(connection: Connection, source: str, text: str) -> set[str]:
    names: set[str] = set()
    for query in (_NAMES, _NESTED):
        rows = connection.execute(query.format(source=source, text=text)).fetchall()
        names |= {row[0] for row in rows}
    return {name for name in names if is_personal(name)}


def _pattern(names: set[str]) -> str | None:
    """What finds the texts that may hold one of these names; None where there are none."""
    if not names:
        return None
    # A name with a quote or a backslash stands escaped in the text: any such name makes every text a candidate.
    if any(sign in name for name in names for sign in '"\\'):
        return ".*"
    listed = "|".join("".join(f"\\x{{{ord(sign):x}}}" for sign in name) for name in sorted(names))
    return f'"(?:{listed})"\\s*:'


def _column(words: list[str | None]) -> NDArray[np.object_]:
    made = np.empty(len(words), object)
    made[:] = words
    return made
