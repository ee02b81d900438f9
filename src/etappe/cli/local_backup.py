"""Backup and restore on the files themselves, when no server runs."""

from pathlib import Path
from typing import Any

from etappe.analysis.encode import plain
from etappe.app.backup import back_up
from etappe.app.directory import DataDirectory
from etappe.app.house import House
from etappe.app.restore import restore


def made(house: House, to: Path, shop: str) -> Any:
    """Make a backup; what it holds, as plain values."""
    return plain(back_up(house, to, shop))


def restored(
    directory: DataDirectory, source: Path, shop: str, replace: bool, forgotten: Path | None
) -> Any:
    """Bring a backup back; what came, as plain values."""
    return plain(restore(directory, source, shop, replace=replace, forgotten=forgotten))
