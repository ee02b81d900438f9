"""Notes: a contact that staff write down is an event at once, and gone when it is taken back."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etappe.app.house import House
from etappe.app.notes import note_choices, notes, take_back, write_note
from etappe.app.person import person_page
from etappe.app.shop import Shop
from etappe.base.clock import frozen
from etappe.base.errors import BadInput, NotFound
from journeys.test_journeys_book import readout

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EVENTS: dict[str, list[Any]] = {
    "event_id": ["1", "2", "3", "4"],
    "occurred_at": [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (1, 2, 3, 4)],
    "name": ["view_item", "view_item", "purchase", "view_item"],
    "source": ["web"] * 4,
    "anonymous_id": ["b1", "b2", None, None],
    "user_id": ["nadja", None, None, None],
    "email": [None, None, "leo@verein.example", None],
    "account_id": ["tsv", None, None, None],
    "order_id": [None, None, "A1", "A9"],
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with frozen(NOW):
        house = House(tmp_path / "data")
        shop = house.shop("default", create=True)
        shop.events.append(EVENTS)
        yield shop
        house.close()


def names(shop: Shop, person: str) -> list[str]:
    return [item.name for item in shop.ask("events", {"person": person}).events]


@pytest.mark.parametrize("person", ["nadja", "b2", "leo@verein.example"])
def test_a_note_stands_on_the_timeline_at_once(shop: Shop, person: str) -> None:
    before = shop.ask("kpis", {}).basis.touches
    made = write_note(
        shop,
        {"kind": "call", "at": "2026-03-05T10:00", "person": person, "mood": "good", "words": "Ä"},
        "nadja@jubelware.example",
    )
    assert names(shop, person)[-1] == "call"
    assert shop.ask("kpis", {}).basis.touches == before + 1
    [event] = [e for e in shop.ask("events", {"person": person}).events if e.name == "call"]
    assert (event.source, event.channel, event.set_aside) == ("staff note", "phone", None)
    assert (made.mood, made.words, made.by) == ("good", "Ä", "nadja@jubelware.example")
    assert notes(shop, person) == [made]


def test_taken_back_it_is_as_if_it_had_never_been(shop: Shop) -> None:
    def state() -> Any:
        page = person_page(shop, "nadja", {})
        return page.touches, page.last_seen, page.journeys, shop.ask("kpis", {}).basis

    before = state()
    made = write_note(shop, {"kind": "fair", "person": "nadja"})
    assert state() != before
    take_back(shop, made.id)
    assert state() == before
    assert notes(shop, "nadja") == []
    with pytest.raises(NotFound, match=str(made.id)):
        take_back(shop, made.id)


def told(shop: Shop) -> list[Any]:
    keys = shop.events.account_keys()
    return [getattr(keys, column.name).tolist() for column in fields(keys)]


@pytest.mark.parametrize(
    "wish",
    [
        {"person": "nadja"},
        {"person": "b2", "account": "tsv"},
        {"account": "tsv"},
        {"person": "nadja", "at": "2025-01-01T10:00"},
        {"person": "nadja", "at": "2026-03-02T10:00"},
    ],
)
def test_only_whom_it_concerned_is_cut_again(shop: Shop, wish: dict[str, str]) -> None:
    shop.book.max_delta_share = 1e9  # a delta however small the shop is
    before = readout(shop.columns())[:2], shop.columns().first_us, shop.columns().last_us
    base, told_before = shop.book.written.manifest.parts[0], told(shop)
    made = write_note(shop, {"kind": "call", **wish})
    assert readout(shop.columns())[0] != before[0][0]
    take_back(shop, made.id)
    columns = shop.columns()
    assert (readout(columns)[:2], columns.first_us, columns.last_us) == before
    assert shop.book.written.manifest.parts[0] == base, "not all is cut anew"
    assert len(shop.book.written.manifest.parts) > 1
    left = readout(columns)
    assert readout(shop.book.compact()) == left, "as a cut of everything"
    assert told(shop) == told_before, "who belongs to the account"


def test_only_notes_can_be_taken_back(shop: Shop) -> None:
    for number in (1, 99):
        with pytest.raises(NotFound):
            take_back(shop, number)
    assert names(shop, "nadja") == ["view_item"]


def test_somebody_of_an_account(shop: Shop) -> None:
    made = write_note(shop, {"kind": "advice", "account": "tsv", "words": "Trikots"})
    assert made.account == "tsv"
    assert notes(shop, account="tsv") == [made]
    named = write_note(shop, {"kind": "call", "account": "tsv", "person": "nadja"})
    assert (named.account, notes(shop, account="tsv")) == ("tsv", [made])
    assert notes(shop, account="other") == []


def test_what_cannot_be_written_is_said(shop: Shop) -> None:
    for wish, error, field in (
        ({"kind": "dance", "person": "nadja"}, BadInput, "kind"),
        ({"kind": "call"}, BadInput, "person"),
        ({"kind": "call", "person": "nobody"}, NotFound, "person"),
        ({"kind": "call", "account": "nobody"}, NotFound, "account"),
        ({"kind": "call", "person": "nadja", "mood": "splendid"}, BadInput, "mood"),
        ({"kind": "call", "person": "nadja", "at": "yesterday"}, BadInput, "at"),
        ({"kind": "call", "person": "nadja", "at": "2026-04-01T10:00"}, BadInput, "at"),
        ({"kind": "call", "person": "nadja", "words": "x" * 2001}, BadInput, "words"),
        ({"kind": "call", "person": "A9"}, BadInput, "person"),
    ):
        with pytest.raises(error) as refused:
            write_note(shop, wish)
        assert refused.value.field == field
    assert shop.events.last_seq() == 4


def test_every_kind_is_an_event_and_a_channel_we_have(shop: Shop) -> None:
    words = shop.words()
    for choice in note_choices(shop):
        made = write_note(shop, {"kind": choice.kind, "person": "nadja"})
        assert made.label == choice.label
    events = shop.ask("events", {"person": "nadja"}).events
    told = [event for event in events if event.source == "staff note"]
    assert len(told) == len(note_choices(shop))
    assert all(event.name in words.events and event.channel in words.channels for event in told)
