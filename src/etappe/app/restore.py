"""Restoring a backup: copied beside the data, opened once, and only then put in its place by renaming."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from etappe.app.backup import FORMAT, LABEL, Backup
from etappe.app.directory import DataDirectory
from etappe.app.forgetting import apply_list
from etappe.app.shop import Shop, ShopFiles
from etappe.app.workshop import PREFIX, settle
from etappe.base.errors import BadInput, Conflict, NewerData, NotFound, StorageFault
from etappe.base.settings import settings
from etappe.store.forgotten import ForgetList
from etappe.store.records import Installation


def restore(
    directory: DataDirectory,
    source: Path,
    shop: str,
    *,
    replace: bool,
    forgotten: Path | None = None,
) -> Backup:
    """Bring a backup, or its one `shop`, back into a data directory that nobody uses, whole or not at all.

    What is there already is kept unless `replace`: Conflict. BadInput if `source` is no backup, NewerData if a
    newer Etappe made it, NotFound if it has no such shop, Busy if another process has the directory. The users
    come back with the whole backup, never with one shop. Whoever was forgotten since the backup was made is deleted
    from it before anything is put in its place: by the lists of this directory, of the backup, and of the file or
    folder `forgotten`.
    """
    label = read_label(source)
    names = _chosen(label, source, shop)
    directory.create()
    lock = directory.own(0)
    try:
        settle(directory)
        users = label.users and not shop
        _refuse_what_is_there(directory, names, users, replace)
        with _workshop(directory) as (new, old):
            _copy(DataDirectory(source), new, names, users)
            for name in names:
                _bring_lists(directory, DataDirectory(source), new, name, forgotten)
            _open_once(new, names, users)
            _swap(directory, new, old, names, users)
        return Backup(label.format, label.etappe, label.made_at, tuple(names), users)
    finally:
        lock.release()


def read_label(source: Path) -> Backup:
    """What the backup in `source` holds. BadInput if it is none, NewerData if this Etappe is too old for it."""
    try:
        told = json.loads((source / LABEL).read_text("utf-8"))
        if told["format"] > FORMAT:
            raise NewerData(
                f"{source}: the backup was made by a newer Etappe ({told['etappe']}).",
                next_step="Update Etappe, then restore it; nothing was changed.",
            )
        return Backup(
            told["format"], told["etappe"], told["made_at"], tuple(told["shops"]), told["users"]
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadInput(
            f"{source} is no backup: its {LABEL} cannot be read.",
            next_step="Name a folder that `etappe backup` made.",
            field="from",
        ) from error


def _chosen(label: Backup, source: Path, shop: str) -> Sequence[str]:
    if shop and shop not in label.shops:
        raise NotFound(
            f"{source} holds no shop {shop!r}.",
            next_step=f"It holds: {', '.join(label.shops)}.",
            field="shop",
        )
    return (shop,) if shop else label.shops


def _refuse_what_is_there(
    directory: DataDirectory, names: Sequence[str], users: bool, replace: bool
) -> None:
    if replace:
        return
    there = [f"the shop {name!r}" for name in names if directory.shop(name).exists()]
    there += ["users"] if users and directory.installation.exists() else []
    if there:
        raise Conflict(
            f"{directory.root} holds {', '.join(there)} already.",
            next_step="Restore into another directory with --data, or add --replace.",
            field="data",
        )


@contextmanager
def _workshop(directory: DataDirectory) -> Iterator[tuple[DataDirectory, DataDirectory]]:
    """Two folders beside the data, for what comes and for what goes; gone afterwards."""
    try:
        folder = Path(mkdtemp(prefix=PREFIX, dir=directory.root))
        try:
            yield DataDirectory(folder / "new"), DataDirectory(folder / "old")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise StorageFault(
            f"The backup cannot be brought back: {error.strerror or error}.",
            next_step="Make room or mend the rights, and repeat; nothing was changed.",
        ) from error


def _copy(source: DataDirectory, new: DataDirectory, names: Sequence[str], users: bool) -> None:
    for name in names:
        new.shop(name).mkdir(parents=True, mode=0o700)
        there, here = ShopFiles(source.shop(name)), ShopFiles(new.shop(name))
        shutil.copyfile(there.events, here.events)
        shutil.copyfile(there.records, here.records)
    if users:
        shutil.copyfile(source.installation, new.installation)


def _bring_lists(
    directory: DataDirectory,
    source: DataDirectory,
    new: DataDirectory,
    name: str,
    forgotten: Path | None,
) -> None:
    """The forget list of everybody: in the new place to be applied, and here to stay. A list only ever grows."""
    here = ForgetList(ShopFiles(directory.shop(name)).forgotten)
    given = [ShopFiles(source.shop(name)).forgotten]
    if forgotten is not None:
        path = forgotten / f"{name}.jsonl" if forgotten.is_dir() else forgotten
        if not path.is_file():
            raise BadInput(
                f"{path}: there is no such forget list.",
                next_step="Name the file forgotten/SHOP.jsonl of a data directory, or that folder.",
                field="forgotten",
            )
        given.append(path)
    for path in given:
        here.merge(ForgetList(path))
    ForgetList(ShopFiles(new.shop(name)).forgotten).merge(here)


def _open_once(new: DataDirectory, names: Sequence[str], users: bool) -> None:
    """A file that is damaged or too new is refused now, while nothing has changed; old ones come forward.

    Who is on the forget list is deleted now, before anybody is served.
    """
    for name in names:
        shop = Shop(name, new.shop(name), settings())
        try:
            apply_list(shop)
        finally:
            shop.close()
    if users:
        Installation.open(new.installation).close()


def _swap(
    directory: DataDirectory,
    new: DataDirectory,
    old: DataDirectory,
    names: Sequence[str],
    users: bool,
) -> None:
    """Put everything in its place; on an error what was moved goes back."""
    places = [(new.shop(n), directory.shop(n), old.shop(n)) for n in names]
    if users:
        new_users, users_here, old_users = (d.installation for d in (new, directory, old))
        places.append((new_users, users_here, old_users))
    (old.root / "shops").mkdir(parents=True)
    (directory.root / "shops").mkdir(exist_ok=True, mode=0o700)
    moved: list[tuple[Path, Path]] = []
    try:
        for comes, place, goes in places:
            for origin, target in ((place, goes), (comes, place)):
                if origin.exists():
                    origin.rename(target)
                    moved.append((origin, target))
    except OSError:
        for origin, target in reversed(moved):
            target.rename(origin)
        raise
