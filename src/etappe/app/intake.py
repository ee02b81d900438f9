"""The intake of one shop: where mapped batches arrive, whether by call or over HTTP."""

from collections.abc import Sequence
from pathlib import Path

from etappe.app.settings import settle_currency
from etappe.app.shop import Shop
from etappe.base.errors import AlreadyImported
from etappe.base.money import digits_of
from etappe.store.events import AdvertisingDay, ImportState, Receipt


class Intake:
    """Begin, append, finish: what `collect.importing` needs of a shop.

    `again` lets a file in that is in already with another mapping, for instance once for its orders and once
    for its reviews; without it such a file is refused, for its events would count twice.
    """

    def __init__(self, shop: Shop, *, again: bool = False) -> None:
        self._shop = shop
        self._again = again

    def begin(self, name: str, digest: str, mapping: str, rows: int | None) -> ImportState:
        """Start an import or find how far it came."""
        if not self._again:
            self._refuse_twice(name, digest, mapping)
        return self._shop.events.begin_import(name=name, digest=digest, mapping=mapping, rows=rows)

    def _refuse_twice(self, name: str, digest: str, mapping: str) -> None:
        same = [record for record in self._shop.events.imports() if record.digest == digest]
        if same and all(record.mapping != mapping for record in same):
            raise AlreadyImported(
                f"{name}: the same file was imported on {same[0].started_at:%Y-%m-%d} with another mapping.",
                next_step="Its events would count twice. If that is meant, add --again.",
                field="file",
            )

    def append(self, batch: Path, import_id: int, rows_done: int) -> Receipt:
        """Make one batch durable, together with the mark of how far the import is."""
        return self._shop.events.append(batch, import_id=import_id, rows_done=rows_done)

    def finish(self, import_id: int, report: str) -> None:
        """Note that the import is through."""
        self._shop.events.finish_import(import_id, report=report)
        settle_currency(self._shop)

    def put_advertising(self, rows: Sequence[AdvertisingDay]) -> int:
        """Keep advertising figures; returns how many."""
        for row in rows:
            digits_of(row.currency)
        return self._shop.events.put_advertising(rows)
