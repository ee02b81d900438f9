"""What files brought: the book of imports and the figures of advertising, as the event store offers them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from duckdb import DuckDBPyConnection as Connection

from etappe.store.events import advertising, imports
from etappe.store.events.values import AdvertisingDay, ImportRecord, ImportState
from etappe.store.events.writer import Writer


class Brought:
    """The part of an EventStore that imports use; whoever inherits has a writer and readers."""

    _writer: Writer
    _reader: Callable[[], AbstractContextManager[Connection]]

    def advertising(self) -> list[AdvertisingDay]:
        """All advertising figures by day."""
        with self._reader() as cursor:
            return advertising.read(cursor)

    def put_advertising(self, rows: Sequence[AdvertisingDay]) -> int:
        """Write figures; a (day, source, medium, channel, campaign) there already is replaced. Returns rows written."""
        return self._writer.run(lambda connection: advertising.put(connection, rows))

    def begin_import(
        self, *, name: str, digest: str, mapping: str, rows: int | None
    ) -> ImportState:
        """Start an import, or find the one with the same digest and mapping and how far it came."""
        return self._writer.run(
            lambda connection: imports.begin(connection, name, digest, mapping, rows)
        )

    def finish_import(self, import_id: int, *, report: str) -> None:
        """Note that an import is through, with its report (JSON)."""
        self._writer.run(lambda connection: imports.finish(connection, import_id, report))

    def imports(self) -> list[ImportRecord]:
        """All imports, oldest first."""
        with self._reader() as cursor:
            return imports.read(cursor)
