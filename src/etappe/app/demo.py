"""The demo shop in a house: made once, the same each time."""

import shutil
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from etappe.app.country import change_country
from etappe.app.demo_mark import MARK
from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.base.clock import frozen
from etappe.base.errors import Conflict
from etappe.demo.shop import Demo, generate
from etappe.store.events import KEY_KINDS
from etappe.store.records import NewEntry, ShopRecords

DEMO_SHOP = "jubelware"
DEMO_OWNER = "nadja@jubelware.example"
DEMO_SALES = "beate@jubelware.example"
DEMO_PASSWORD = "jubelware"
"""Printed at each start and good for invented data on this machine only; a real shop gets its own."""


def ensure_demo(
    house: House, seed: int, persons: int, shop: str = DEMO_SHOP, *, anew: bool = False
) -> bool:
    """Make the demo shop unless it is there, whole, with the same seed and size. True if it was made.

    With `anew` it is made in any case: whatever people changed in it is gone.

    Conflict where something real would suffer: another shop of that name, or an installation whose users know
    nothing of the demo's public password.
    """
    _let_the_owner_in(house)
    name = f"{MARK}seed {seed} persons {persons}"
    if shop in house.shop_names():
        events = house.shop(shop).events
        imports = events.imports()
        if not anew and any(record.name == name and record.finished_at for record in imports):
            return False
        if events.last_seq() and not all(record.name.startswith(MARK) for record in imports):
            raise Conflict(
                f"The shop {shop!r} holds data that are not the demo's.",
                next_step="Name another with --shop, or another directory with --data.",
                field="shop",
            )
        # Another size, or a first try that was stopped midway: begin anew.
        house.close_shop(shop)
        shutil.rmtree(house.directory.shop(shop))
    _make(house, shop, name, seed, persons)
    return True


def _let_the_owner_in(house: House) -> None:
    known = [user.email for user in house.installation.users()]
    if known and DEMO_OWNER not in known:
        raise Conflict(
            f"{house.directory.root} has users of its own; the demo's password is known to everybody.",
            next_step="Make the demo in a directory of its own: --data .demo",
            field="data",
        )
    if not known:
        house.installation.create_user(DEMO_OWNER, DEMO_PASSWORD, "owner")


def _make(house: House, shop_name: str, name: str, seed: int, persons: int) -> None:
    demo = generate(seed, persons)
    shop = house.shop(shop_name, create=True)
    # The demo arrives on its own last day: on a machine whose clock is behind, nothing of it lies in the future.
    with frozen(_end(demo)):
        _bring(shop, demo, name)


def _bring(shop: Shop, demo: Demo, name: str) -> None:
    _furnish(shop.records, demo)
    change_country(shop, demo.settings["country"])
    state = shop.events.begin_import(name=name, digest=name, mapping="", rows=None)
    rows = 0
    for batch in demo.sheet.coded_batches():
        rows += len(batch["event_id"])
        # As if each had been sent when it happened.
        batch = {**batch, "received_at": batch["occurred_at"]}
        shop.events.append(batch, import_id=state.id, rows_done=rows)
    shop.events.put_advertising(demo.advertising)
    _tell_of_accounts(shop, demo)
    shop.events.finish_import(state.id, report="{}")


def _tell_of_accounts(shop: Shop, demo: Demo) -> None:
    """What sales know of the companies, as if a file had brought it; the roles of the tour's club were typed."""
    keys = shop.events.keys()
    users = np.flatnonzero(keys.kind == KEY_KINDS.index("user"))
    number = dict(zip(keys.words(users.astype(np.int64)), users.tolist(), strict=True))
    values = [
        NewEntry(one.account, field, value)
        for one in demo.accounts
        for field, value in one.values.items()
    ]
    roles = [
        NewEntry(one.account, "roles", [role], number[user])
        for one in demo.accounts
        for user, role in one.roles
        if user in number
    ]
    shop.records.accounts.write(values, "imported", DEMO_SALES)
    shop.records.accounts.write(roles, "typed", DEMO_SALES)


def _end(demo: Demo) -> datetime:
    """The midnight that ends the demo's last day."""
    return datetime.combine(demo.today + timedelta(days=1), time(), ZoneInfo(demo.settings["zone"]))


def _furnish(records: ShopRecords, demo: Demo) -> None:
    given = demo.settings
    settings = replace(
        records.settings(),
        title=given["name"],
        language="de",
        currency=given["currency"],
        currency_chosen=True,
        zone=given["zone"],
        conversion=given["conversion"],
    )
    records.save_settings(settings)
    for name, document in demo.word_edits.get("events", {}).items():
        records.put_event_word(name, document)
    for key, document in demo.word_edits.get("touchpoints", {}).items():
        records.put_touchpoint(key, document)
    records.put_rules(demo.word_edits.get("rules", []))
    for key, document in demo.word_edits.get("models", {}).items():
        records.put_model(key, document)
