"""The house: one data directory, owned by this process, with its users and its open shops."""

import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain, count
from pathlib import Path

from etappe.app.bringing import Bringing
from etappe.app.collector import SALT
from etappe.app.consent import withdraw_past
from etappe.app.directory import DataDirectory
from etappe.app.forgetting import finish_forgetting
from etappe.app.retention import run_retention
from etappe.app.sealing_before import seal_before
from etappe.app.settings import change_settings
from etappe.app.shop import Shop, ShopFiles
from etappe.app.sign_in import SignIns
from etappe.app.uploads import Uploads
from etappe.app.workshop import settle
from etappe.base.clock import now
from etappe.base.errors import Conflict, NotFound
from etappe.base.settings import Settings, settings
from etappe.collect.live.daily import DailySalt
from etappe.store.records import Installation

_UMLAUTS = str.maketrans("äöüß", "aous")


class House:
    """Opens shops at their first use and closes those that nobody asked for a while."""

    def __init__(self, root: Path, *, wait_seconds: float = 0) -> None:
        self.directory = DataDirectory(root)
        self.directory.create()
        self._lock = self.directory.own(wait_seconds)
        settle(self.directory)
        self.settings: Settings = settings()
        self.installation = Installation.open(self.directory.installation)
        self._shops: dict[str, Shop] = {}
        self._used: dict[str, float] = {}
        self._retained: date | None = None
        self._guard = threading.RLock()
        self.sign_ins = SignIns(self.installation.verify)
        self.bringing = Bringing(self.shop)

    def close(self) -> None:
        """Stop the imports, close every shop and give the directory back."""
        self.bringing.stop_all()
        with self._guard:
            for shop in self._shops.values():
                shop.close()
            self._shops.clear()
            self.installation.close()
            self._lock.release()

    def shop(self, name: str, *, create: bool = False) -> Shop:
        """The shop `name`, opened if need be; NotFound unless it exists or `create`."""
        with self._guard:
            if name not in self._shops:
                folder = self.directory.shop(name)
                if not folder.is_dir() and not create:
                    raise NotFound(
                        f"There is no shop {name!r}.",
                        next_step=self._next_step(),
                        field="shop",
                    )
                self._shops[name] = Shop(name, folder, self.settings)
                finish_forgetting(self._shops[name])
            self._used[name] = time.monotonic()
            return self._shops[name]

    def opened(self, name: str) -> Shop | None:
        """The shop if it is open. Never waits, also not for a shop that is being opened or closed."""
        shop = self._shops.get(name)
        if shop is not None:
            self._used[name] = time.monotonic()
        return shop

    def open_waiting(self) -> None:
        """Open the shops in whose journal something lies that is not in the events yet; that drains it."""
        for name in self.shop_names():
            journal = ShopFiles(self.directory.shop(name)).journal
            if any(segment.stat().st_size for segment in journal.glob("*.log")):
                self.shop(name)

    def end_days(self) -> None:
        """Destroy the secrets of days that are over, also of shops that are not open."""
        over_everywhere = (now() - timedelta(hours=12)).date()
        for name in self.shop_names():
            shop = self._shops.get(name)
            if shop is not None:
                shop.collector.end_day()
            else:
                folder = ShopFiles(self.directory.shop(name)).journal
                DailySalt(folder / SALT).destroy_before(over_everywhere)

    def alarms(self) -> list[str]:
        """What is wrong with taking in events in any open shop, as codes; empty when all is well."""
        shops = list(self._shops.values())
        return sorted({alarm for shop in shops for alarm in shop.collector.state().alarms})

    def _next_step(self) -> str:
        known = self.shop_names()
        if known:
            return f"Known: {', '.join(known)}."
        return "Bring data first: etappe import FILE. Or make an empty shop: etappe shop set --zone ZONE."

    def shop_names(self) -> list[str]:
        """All shops of the directory, by name."""
        return self.directory.shop_names()

    def title_of(self, name: str) -> str:
        """What people call the shop."""
        return self.shop(name).records.settings().title or name

    def close_shop(self, name: str) -> None:
        """Close one shop, for instance before its folder is taken away."""
        with self._guard:
            if name in self._shops:
                self._shops.pop(name).close()
                del self._used[name]

    def replace_shop(self, name: str, folder: Path) -> None:
        """Put a whole new folder in the place of a shop's; who asks meanwhile waits."""
        with self._guard:
            self.close_shop(name)
            place = self.directory.shop(name)
            shutil.rmtree(place, ignore_errors=True)
            place.parent.mkdir(parents=True, exist_ok=True)
            folder.rename(place)

    def clear_uploads(self) -> None:
        """Throw away uploads that nobody has touched for long, also of shops that are not open."""
        for name in self.shop_names():
            folder = ShopFiles(self.directory.shop(name)).uploads
            Uploads(folder, self.settings).clear_old(self.bringing.busy(name))

    def create_shop(self, title: str, name: str = "") -> Shop:
        """A new, empty shop; its name is made from the title if none is given. Conflict if it is taken."""
        known = self.shop_names()
        name = name or free_name(title, known)
        self.directory.shop(name)
        if name in known:
            raise Conflict(
                f"There is a shop {name!r} already.",
                next_step="Choose another name.",
                field="name",
            )
        shop = self.shop(name, create=True)
        change_settings(shop, {"title": title})
        return shop

    def compact(self) -> None:
        """Cut the journeys of open shops anew where too many lie in deltas."""
        with self._guard:
            open_shops = list(self._shops.values())
        for shop in open_shops:
            shop.compact()

    def keep_privacy(self) -> None:
        """In open shops what people withdrew for the past, and what came before personal properties were sealed; in every
        shop, once a day, what is older than its time."""
        with self._guard:
            open_shops = list(self._shops.values())
        for shop in open_shops:
            if shop.privacy.noted:
                withdraw_past(shop)
            seal_before(shop)
        today = now().date()
        if self._retained == today:
            return
        for name in self.shop_names():
            if not self.bringing.busy(name):
                shop = self.shop(name)
                withdraw_past(shop)
                run_retention(shop)
        self._retained = today

    def close_idle(self) -> None:
        """Close shops unused for the set time, so that a server with many shops stays small."""
        limit = time.monotonic() - self.settings.idle_minutes * 60
        with self._guard:
            for name in [name for name, used in self._used.items() if used < limit]:
                self.close_shop(name)


@contextmanager
def opened(root: Path, *, wait_seconds: float = 0) -> Iterator[House]:
    """A house for the length of a block."""
    house = House(root, wait_seconds=wait_seconds)
    try:
        yield house
    finally:
        house.close()


def free_name(title: str, known: Sequence[str]) -> str:
    """A short name for a shop of this title that none of the known ones has."""
    base = (
        re.sub(r"[^a-z0-9]+", "-", title.lower().translate(_UMLAUTS)).strip("-")[:50].rstrip("-")
        or "shop"
    )
    names = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in names if name not in known)


def new_password() -> str:
    """A password that is easy to read out: four groups of four characters without look-alikes."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
