"""Switches of privacy: kept with the settings of tracking, because the collector asks them for every event."""

from collections.abc import Mapping
from dataclasses import replace

from etappe.app.shop import Shop


def change_privacy(shop: Shop, change: Mapping[str, bool]) -> None:
    """Set `keep_untold` and `withdrawal_past`; what is not named stays."""
    known = shop.records.tracking()
    shop.records.save_tracking(
        replace(
            known,
            keep_untold=change.get("keep_untold", known.keep_untold),
            withdrawal_past=change.get("withdrawal_past", known.withdrawal_past),
        )
    )
