"""The sink: where an import's batches go. The store offers these; so does a running server."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from etappe.store.events import AdvertisingDay


class StateLike(Protocol):
    """Where an import stands: rows up to `rows_done` are durable."""

    @property
    def id(self) -> int:
        """Names the import in further calls."""

    @property
    def rows_done(self) -> int:
        """Source rows that need not come again."""

    @property
    def finished(self) -> bool:
        """The same file with the same mapping is in already."""


class ReceiptLike(Protocol):
    """What became of a batch."""

    @property
    def rows(self) -> int:
        """Events that were kept."""

    @property
    def duplicates(self) -> int:
        """Events whose id was there already."""


class Sink(Protocol):
    """Takes batches of events; each call returns when its work is durable."""

    def begin(self, name: str, digest: str, mapping: str, rows: int | None) -> StateLike:
        """Begin the import of a file, or find the one that was cut off."""

    def append(self, batch: Path, import_id: int, rows_done: int) -> ReceiptLike:
        """Take a Parquet file of events; with it the import is through to `rows_done`."""

    def finish(self, import_id: int, report: str) -> None:
        """The file is in; `report` is a JSON text."""

    def put_advertising(self, rows: Sequence[AdvertisingDay]) -> int:
        """Take advertising figures; a day that was there is replaced."""
