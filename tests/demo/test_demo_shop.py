"""The shop as a whole: the same each time, as big as promised, rates of its funnel."""

import hashlib
from collections import Counter

import numpy as np
import pytest

from demo.demo_rows import Rows
from etappe.base.errors import BadInput
from etappe.demo.dice import Dice
from etappe.demo.keys import user_word
from etappe.demo.shop import Demo, generate
from etappe.demo.stories.doubts import Doubtful
from etappe.events.overlay import overlay
from etappe.events.row import EVENT_COLUMNS, REQUIRED
from etappe.events.shipped import shipped_words


def digest(demo: Demo) -> str:
    seen = hashlib.sha256()
    for batch in demo.batches:
        for values in batch.values():
            seen.update(repr(values.tolist()).encode())
    return seen.hexdigest()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert digest(generate(3, 1_000)) == digest(generate(3, 1_000))
    assert digest(generate(3, 1_000)) != digest(generate(4, 1_000))


def test_chance_does_not_depend_on_the_library_version() -> None:
    assert Dice(1, "x").uniform(2).tolist() == [0.855616834324345, 0.47248312396276226]


def test_too_few_persons_are_refused_with_the_smallest_number() -> None:
    with pytest.raises(BadInput, match="999"):
        generate(persons=999)


@pytest.mark.parametrize("persons", [1_000, 8_000])
def test_a_smaller_shop_tells_all_stories(persons: int) -> None:
    small = generate(persons=persons)
    assert len(small.sheet) == pytest.approx(persons * 19.8, rel=0.08)
    assert small.ledger["ahornbach"].counts["value"] == 812_000
    assert 0 < small.ledger["phone_checkout"].prevented <= 90 * persons / 40_000
    assert small.ledger["ts16"].counts["companies"] >= 1


def test_batches_have_the_event_row_s_columns_in_the_order_of_time(demo: Demo) -> None:
    known = [column.name for column in EVENT_COLUMNS]
    last = np.datetime64("2025-10-31T23:00", "us")
    for batch in demo.batches:
        assert [name for name in known if name in batch] == list(batch)
        assert set(REQUIRED) <= set(batch)
        times = batch["occurred_at"]
        assert times[0] >= last
        assert np.all(times[1:] >= times[:-1])
        last = times[-1]
    assert last < np.datetime64("2026-10-31T23:00", "us")


def test_the_full_shop_has_the_promised_size(rows: Rows) -> None:
    assert len(rows) == pytest.approx(800_000, rel=0.03)
    assert len(set(rows.person)) == pytest.approx(40_000, rel=0.01)
    assert len(set(rows.columns["event_id"])) == len(rows)
    kinds = Counter(rows.properties(row).get("customer") == "Firma" for row in rows.orders.values())
    market = len(list(rows.where("marketplace_order")))
    assert kinds[True] == 750
    assert kinds[False] + market == pytest.approx(5_250, abs=2)
    assert len(set(rows.columns["account_id"]) - {None}) == 620


def test_no_two_customer_keys_are_ever_joined_but_those_planted_to_be_doubtful(
    rows: Rows, demo: Demo
) -> None:
    who = Doubtful(demo.people)
    doubtful = {user_word(number) for number in (*who.twice, *who.sharing)}
    users: dict[str, set[str]] = {}
    for person, user in zip(rows.person, rows.columns["user_id"], strict=True):
        if user and user not in doubtful:
            users.setdefault(person, set()).add(user)
    assert {len(keys) for keys in users.values()} == {1}


def test_of_100_journeys_with_a_product_view_27_fill_a_basket_11_go_to_checkout_7_buy(
    rows: Rows,
) -> None:
    steps: Counter[str] = Counter()
    for journey in rows.journeys:
        names = {rows.name[row] for row in journey.touches}
        if "view_item" in names:
            steps.update(names & {"view_item", "add_to_cart", "begin_checkout", "purchase"})
    shares = [
        round(100 * steps[name] / steps["view_item"])
        for name in ("add_to_cart", "begin_checkout", "purchase")
    ]
    assert shares == [27, 11, 7]


def test_its_own_words_fit_the_shipped_ones(demo: Demo) -> None:
    words = overlay(shipped_words(), demo.word_edits)
    assert words.touchpoints["poster"].name["de"].startswith("Stadionplakat")
    for model in words.models.values():
        placed = {**model.before, **model.after}
        assert {"poster", "price_comparison", "radio_spot", "forum_post"} & set(placed)
    assert set(rows_channels(demo)) <= set(words.channels)


def rows_channels(demo: Demo) -> set[str]:
    return {word for batch in demo.batches for word in batch["channel"].tolist() if word}
