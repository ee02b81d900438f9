"""Small random shops for the contract tests, and the way into the product."""

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from contract.reference_events import DAY, HOUR, MINUTE, SECOND, Event
from etappe.analysis.encode import encode
from etappe.app.house import House
from etappe.app.intake import Intake
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions

START = int(datetime(2025, 3, 1, tzinfo=UTC).timestamp()) * SECOND
SITE = ("view_item_list", "view_item", "Product Viewed", "search", "add_to_cart", "begin_checkout",
        "login", "faq_viewed", "Ωμέγα ✓")  # fmt: skip
NEUTRAL = ("login", "faq_viewed", "Ωμέγα ✓")
CAME: tuple[tuple[str, ...], ...] = (
    (), (), (), ("utm", "google", "cpc", "spring"), ("utm", "brief", "email", "mai"),
    ("click", "abc1"), ("click", "abc2"), ("referrer", "https://www.google.com/"),
)  # fmt: skip
PAYPAL = ("referrer", "https://www.paypal.com/checkout")
COLUMNS = ("user_id", "anonymous_id", "event", "time", "visit_id", "utm_source", "utm_medium",
           "utm_campaign", "referrer", "url", "device", "country", "order_id", "product_id", "value",
           "currency", "datasource", "staff")  # fmt: skip


MAPPING = """guess = true
[columns]
source = "datasource"
"""


class Maker:
    """Walks through the lives of a few persons, by one seed."""

    def __init__(self, seed: int, *, persons: int = 12, unknown: bool = True) -> None:
        self.random = random.Random(seed)
        self.site = SITE if unknown else SITE[:-1]
        self.quiet = NEUTRAL if unknown else NEUTRAL[:-1]
        self.drafts: list[dict[str, Any]] = []
        self.orders = 0
        self.visits = 0
        for number in range(persons):
            self.life(f"k{number}")
        self.random.shuffle(self.drafts)

    def events(self) -> list[Event]:
        """All events in the order of the file."""
        return [Event(seq=seq, **draft) for seq, draft in enumerate(self.drafts, start=1)]

    def life(self, user: str) -> None:
        """One person's contacts in some months."""
        time = START + self.random.randrange(20 * DAY // SECOND) * SECOND
        ids = self.random.random() < 0.4
        for _ in range(self.random.randint(1, 7)):
            kind = self.random.random()
            if kind < 0.6:
                time = self.visit(user, time, ids=ids)
            elif kind < 0.9:
                name = self.random.choice(
                    ("call", "message_sent", "message_sent", "message_clicked")
                )
                self.put(user, time, name)
            else:
                self.put(user, time, "purchase", staff="Beate", order=self.order(), value=700)
            time += self.random.choice(
                (5 * MINUTE, 2 * HOUR, 3 * DAY, 9 * DAY, 33 * DAY, 61 * DAY, 80 * DAY, 200 * DAY)
            )

    def visit(self, user: str, time: int, *, ids: bool) -> int:
        """One visit, sometimes with an order and what follows it; returns when it ended."""
        self.visits += 1
        visit = f"v{self.visits}" if ids else ""
        device = self.random.choice(("phone", "desktop", ""))
        quiet = self.random.random() < 0.2
        for step in range(self.random.randint(1, 6)):
            name = self.random.choice(self.quiet if quiet else self.site)
            came = self.random.choice(CAME) if step == 0 or self.random.random() < 0.05 else ()
            product = self.random.choice(("", "p1", "p2")) if name == "view_item" else ""
            self.put(user, time, name, visit=visit, came=came, device=device, product=product)
            time += self.random.choice((0, 7 * SECOND, MINUTE, 4 * MINUTE, 11 * MINUTE))
        if not quiet and self.random.random() < 0.5:
            self.buy(user, time, visit, device)
        return time

    def buy(self, user: str, time: int, visit: str, device: str) -> None:
        """An order: from the browser, by a webhook, or both; after it parcels, refunds, answers."""
        order, value = self.order(), self.random.randint(1, 9000)
        told = self.random.random()
        came: tuple[str, ...] = ()
        if self.random.random() < 0.3:
            came, time = PAYPAL, time + self.random.choice((MINUTE, 50 * MINUTE))
        if told < 0.8:
            name = "purchase"
            self.put(
                user, time, name, visit=visit, device=device, order=order, value=value, came=came
            )
        if told > 0.6:
            self.put(
                user, time + 3 * SECOND, "purchase", order=order, value=value + 5, source="server"
            )
        if self.random.random() < 0.15:
            # The books have the order under another customer's number too.
            other = self.random.choice([f"k{n}" for n in range(3)])
            self.put(other, time + HOUR, "purchase", order=order, value=value, source="server")
            self.put(other, time + 2 * DAY, "order_shipped", order=order)
        for name, wait in (("order_shipped", DAY), ("order_delivered", 3 * DAY)):
            if self.random.random() < 0.5:
                self.put(user, time + wait, name, order=order)
        if self.random.random() < 0.3:
            wait = self.random.choice((6 * DAY, 90 * DAY))
            self.put(user, time + wait, "refund", order=order, value=value // 2)
        if self.random.random() < 0.3:
            self.put(user, time + 12 * DAY + SECOND, "survey_answered", order=order)

    def put(self, user: str, time: int, name: str, **more: Any) -> None:
        """One event, unless it would lie in the future; money is EUR."""
        if time > START + 500 * DAY:
            return
        self.drafts.append({"user": user, "time": time, "name": name, **more})

    def order(self) -> str:
        """A new order id."""
        self.orders += 1
        return f"o{self.orders}"


def write_csv(path: Path, events: Sequence[Event]) -> None:
    """The events as a shop would export them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for event in events:
            out.writerow(_cells(event))


def _cells(event: Event) -> list[str]:
    moment = datetime.fromtimestamp(event.time / SECOND, UTC).isoformat()
    utm = list(event.came[1:]) if event.came[:1] == ("utm",) else ["", "", ""]
    referrer = event.came[1] if event.came[:1] == ("referrer",) else ""
    query = f"?gclid={event.came[1]}" if event.came[:1] == ("click",) else ""
    url = f"https://laden.example/x{query}" if query or event.visit else ""
    value = "" if event.value is None else f"{event.value / 100:.2f}"
    return [event.user, event.anonymous, event.name, moment, event.visit, *utm, referrer, url,
            event.device, event.country, event.order, event.product, value,
            "EUR" if value else "", event.source, event.staff]  # fmt: skip


class Product:
    """A shop of the real product, asked as the command line asks it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.house = House(folder / "data")
        self.shop = self.house.shop("default", create=True)

    def bring(self, events: Sequence[Event], **options: Any) -> None:
        """Import events as one CSV file."""
        options.setdefault("mapping", str(self._mapping()))
        path = self.folder / f"file{len(list(self.folder.glob('*.csv')))}.csv"
        write_csv(path, events)
        told = ImportOptions(rejects_dir=self.folder, folder=self.shop.files.folder, **options)
        run_import([path], None, Intake(self.shop), lambda *_: None, told)

    def _mapping(self) -> Path:
        path = self.folder / "mapping.toml"
        path.write_text(MAPPING, encoding="utf-8")
        return path

    def ask(self, name: str, params: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """The answer's JSON, read again."""
        return msgspec.json.decode(encode(self.shop.ask(name, {**(params or {}), **more})))

    def close(self) -> None:
        """Give everything back."""
        self.house.close()
