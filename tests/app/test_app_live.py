"""The live board: what is shown of a batch, whose it is, how it stays small."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etappe.app.house import House
from etappe.app.live import Live, live
from etappe.app.live_board import SIZE
from etappe.app.shop import Shop
from etappe.base.clock import frozen, moment_of
from etappe.base.messages import keys
from etappe.collect import pipeline
from etappe.collect.live.decoding import Fault
from etappe.collect.live.draft import Draft
from etappe.collect.live.reasons import REASONS
from etappe.collect.live.way import Surroundings
from etappe.collect.pipeline import PIPELINE, run

NOON_US = 1_780_000_000_000_000


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path)
    with frozen(moment_of(NOON_US)):
        yield house.shop("default", create=True)
    house.close()


def viewed(number: int, **said: Any) -> Draft:
    at = NOON_US + number * 1_000_000
    given: dict[str, Any] = {"name": "view_item", "anonymous_id": "susas-phone"} | said
    return Draft("track", f"e{number}", given.pop("name"), at, at, **given)


def arrive(shop: Shop, *drafts: Draft) -> None:
    """As the drain does it: through the steps, into the store, onto the board."""
    passed = run(drafts, Surroundings(), watched=shop.live.wanted(len(drafts)))
    receipt = shop.events.append(passed.columns) if passed.kept else None
    shop.live.note(passed, receipt)


def looked(shop: Shop, after: int = 0) -> Live:
    """What is shown once the persons are found."""
    live(shop, after)
    shop.live_persons.wait()
    return live(shop, after)


def test_the_newest_event_comes_first_with_its_steps_and_its_person(shop: Shop) -> None:
    arrive(shop, viewed(1), viewed(2, name="add_to_cart"))
    shown = looked(shop)
    assert [event.name for event in shown.events] == ["add_to_cart", "view_item"]
    assert shown.arrived == 2
    newest = shown.events[0]
    assert newest.person == shop.book.person_of("susas-phone")
    assert newest.label == shop.given_words().events["add_to_cart"].label
    assert [step.name for step in newest.steps] == [*(step.name for step in PIPELINE), "store"]
    assert {step.outcome for step in newest.steps} <= {"kept", "changed"}


def test_who_looks_again_gets_what_changed_alone(shop: Shop) -> None:
    arrive(shop, viewed(1))
    first = looked(shop)
    assert live(shop, first.cursor).events == ()
    arrive(shop, viewed(2))
    assert [event.number for event in live(shop, first.cursor).events] == [2]


def test_an_event_comes_again_when_its_person_turns_out_to_be_another(shop: Shop) -> None:
    arrive(shop, viewed(1, anonymous_id="laptop"), viewed(2, user_id="susa", anonymous_id=None))
    before = looked(shop)
    assert before.events[0].person != before.events[1].person
    arrive(shop, viewed(3, user_id="susa", anonymous_id="laptop"))
    after = looked(shop)
    assert len({event.person for event in after.events}) == 1
    assert len(looked(shop, before.cursor).events) >= 2


def test_an_event_sent_twice_is_shown_as_dropped_by_the_store(shop: Shop) -> None:
    arrive(shop, viewed(1), viewed(2))
    arrive(shop, viewed(2), viewed(3))
    found = {(event.number, event.dropped) for event in looked(shop).events}
    assert found == {(1, ""), (2, ""), (3, "duplicate"), (4, "")}
    twin = next(event for event in live(shop).events if event.dropped)
    assert twin.person is None
    assert twin.steps[-1].outcome == "dropped"
    assert twin.reason["de"] == "Schon da"


def test_the_board_stays_small_and_still_counts(shop: Shop) -> None:
    arrive(shop, *(viewed(number) for number in range(3 * SIZE)))
    shown = looked(shop)
    assert len(shown.events) == SIZE
    assert shown.arrived == 3 * SIZE
    assert [event.number for event in shown.events] == list(range(3 * SIZE, 2 * SIZE, -1))
    assert all(event.person is not None for event in shown.events)


def test_a_wrong_event_is_shown_with_what_was_wrong(shop: Shop) -> None:
    shop.live.refuse(
        [Fault(0, "timestamp", "'gestern' is no moment.", "Send ISO 8601 in UTC.")], "web", NOON_US
    )
    (event,) = live(shop).events
    assert (event.dropped, event.field) == ("invalid", "timestamp")
    assert event.message == {
        "en": "'gestern' is no moment. Send ISO 8601 in UTC.",
        "de": "'gestern' ist kein Zeitpunkt. ISO 8601 in UTC senden.",
    }
    assert event.steps == ()


def test_personal_values_are_masked(shop: Shop) -> None:
    arrive(shop, viewed(1, user_id="k-4711", properties=b'{"first_name":"Susa","size":"M"}'))
    (event,) = live(shop).events
    assert event.properties == {"first_name": "S…a", "size": "M"}
    assert event.fields["user_id"] == "k…1"


def test_of_an_event_that_may_not_be_shown_only_the_reason_is_kept(shop: Shop) -> None:
    robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    arrive(shop, viewed(1, user_id="k-4711", user_agent=robot, properties=b'{"size":"M"}'))
    (event,) = live(shop).events
    assert (event.dropped, event.fields, event.properties) == ("bot", {}, {})
    outcomes = {step.name: step.outcome for step in event.steps}
    assert (outcomes["arrival"], outcomes["bots"], outcomes["page"], outcomes["store"]) == (
        "kept",
        "dropped",
        "not_reached",
        "not_reached",
    )
    assert shop.live.seqs() == []


def test_what_a_step_found_is_said_in_both_languages(shop: Shop) -> None:
    url = "https://jubelware.example/p/ts-18?utm_source=idealo&utm_campaign=herbst"
    arrive(shop, viewed(1, name="Product Viewed", url=url, staff="beate@jubelware.example"))
    (event,) = live(shop).events
    said = {step.name: [note.text for note in step.notes] for step in event.steps if step.notes}
    assert said["names"] == [{"de": "zählt als view_item", "en": "counts as view_item"}]
    assert said["origin"][0]["de"] == "Kampagne herbst"
    assert "beate" not in str(said)
    assert (event.fields["host"], event.fields["path"]) == ("jubelware.example", "/p/ts-18")


def test_every_step_reason_and_note_has_its_words() -> None:
    known = set(keys("etappe.app"))
    wanted = {f"live_step_{step.name}" for step in PIPELINE}
    wanted |= {f"reason_{reason.key}{end}" for reason in REASONS for end in ("", "_next")}
    steps = Path(pipeline.__file__).parent / "live" / "steps"
    for file in steps.glob("*.py"):
        calls = re.findall(r"""\.note\(\s*"(\w+)",\s*"(\w+)\"""", file.read_text("utf-8"))
        wanted |= {f"live_note_{step}_{key}" for step, key in calls}
    assert wanted - known == set()
    assert "live_note_consent_told" in wanted


def test_a_cursor_of_another_board_shows_everything(shop: Shop) -> None:
    arrive(shop, viewed(1))
    assert len(live(shop, after=99).events) == 1
    shop.live.clear()
    assert live(shop).events == ()


def test_the_guide_names_every_reason_and_whether_an_example_is_kept() -> None:
    guide = (Path(__file__).parents[2] / "docs/guide/rejected.md").read_text("utf-8")
    for reason in REASONS:
        (row,) = re.findall(rf"^\| `{reason.key}` \|.*\| (\w+) \|$", guide, re.MULTILINE)
        assert row == ("yes" if reason.sampled else "no"), reason.key
