"""A copy of a shop, made through its databases, so that it is whole though the shop is in use."""

from pathlib import Path

from etappe.app.shop import Shop, ShopFiles
from etappe.base.errors import BadInput, StorageFault


def backup_shop(shop: Shop, to: Path) -> dict[str, str]:
    """Copy events and records into the new folder `to`. Journeys are not copied: they are rebuilt."""
    if to.exists():
        raise BadInput(
            f"{to} exists already.", next_step="Name a folder that does not exist yet.", field="to"
        )
    try:
        to.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise StorageFault(
            f"{to} cannot be made: {error.strerror}.", next_step="Choose another place."
        ) from error
    copy = ShopFiles(to)
    shop.events.backup_to(copy.events)
    shop.records.backup_to(copy.records)
    return {"to": str(to)}
