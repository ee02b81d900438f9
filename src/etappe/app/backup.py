"""A backup: copies made through the databases, so that each is whole though the shops are in use."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from etappe import __version__
from etappe.app.directory import DataDirectory
from etappe.app.house import House
from etappe.app.shop import ShopFiles
from etappe.base.clock import now
from etappe.base.errors import BadInput, NotFound, StorageFault
from etappe.store.forgotten import ForgetList

FORMAT = 1
LABEL = "backup.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `users`: whether the users are in it; they are when all shops are."""

    format: int
    etappe: str
    made_at: str
    shops: tuple[str, ...]
    users: bool


def back_up(house: House, to: Path, shop: str = "") -> Backup:
    """Copy all shops and the users, or the one `shop` alone, into the new folder `to`, whole or not at all.

    It is laid out as a data directory. Journeys are not copied: they are rebuilt. BadInput if `to` is there
    already or no absolute path (a server has no working directory that a caller could mean), NotFound for an
    unknown shop or when there is nothing, StorageFault if the disk does not take it.
    """
    if not to.is_absolute() or "\0" in str(to):
        raise BadInput(
            f"to: {str(to)!r} is no absolute path.",
            next_step="Name a new folder by its whole path, for example /backups/monday.",
            field="to",
        )
    names = (shop,) if shop else tuple(house.shop_names())
    if not names:
        raise NotFound(
            f"{house.directory.root} holds no shop.", next_step="Name another with --data."
        )
    for name in names:
        house.shop(name)
    if to.exists():
        raise BadInput(
            f"{to} exists already.", next_step="Name a folder that does not exist yet.", field="to"
        )
    label = Backup(FORMAT, __version__, now().isoformat(timespec="seconds"), names, not shop)
    half = to.with_name(to.name + ".part")
    try:
        shutil.rmtree(half, ignore_errors=True)
        _copy(house, names, label, DataDirectory(half))
        half.rename(to)
    except OSError as error:
        raise StorageFault(
            f"{to} cannot be written: {error.strerror or error}.",
            next_step="Choose another place, or make room.",
        ) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return label


def _copy(house: House, names: Sequence[str], label: Backup, copy: DataDirectory) -> None:
    copy.root.mkdir(parents=True, mode=0o700)
    for name in names:
        copy.shop(name).mkdir(parents=True, mode=0o700)
        files, shop = ShopFiles(copy.shop(name)), house.shop(name)
        shop.collector.drained()
        shop.events.backup_to(files.events)
        shop.records.backup_to(files.records)
        if len(shop.forgotten):
            ForgetList(files.forgotten).merge(shop.forgotten)
    if label.users:
        house.installation.backup_to(copy.installation)
    (copy.root / LABEL).write_text(json.dumps(asdict(label), indent=2), "utf-8")
