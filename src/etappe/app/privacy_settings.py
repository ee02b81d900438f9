"""Switches of privacy: kept with the settings of tracking, because the collector asks them for every event."""

from collections.abc import Mapping

from etappe.app.keys import save_tracking
from etappe.app.shop import Shop

SWITCHES = ("keep_untold", "withdrawal_past")


def change_privacy(shop: Shop, change: Mapping[str, bool], by: str) -> None:
    """Set `keep_untold` and `withdrawal_past`; what is not named stays."""
    save_tracking(shop, {name: change[name] for name in SWITCHES if name in change}, by)
