"""The doubtful clusters that are planted in October are found, each for its reason, and nobody else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etappe.app.demo import DEMO_SHOP
from etappe.app.house import opened
from etappe.app.identity_audit import audit
from etappe.app.identity_decide import BY_NUMBER, Wish, preview
from etappe.app.shop import Shop
from etappe.demo.keys import device_key, user_word
from etappe.demo.shop import Demo
from etappe.demo.stories.doubts import COUNTER_DEVICES, ROBOT_VISITS, Doubtful


@pytest.fixture(scope="module")
def shop(demo_data: Path) -> Iterator[Shop]:
    with opened(demo_data) as house:
        yield house.shop(DEMO_SHOP)


def test_each_is_found_for_its_reason_and_nobody_else(shop: Shop, demo: Demo) -> None:
    who, found = Doubtful(demo.people), audit(shop)
    person = shop.book.person_of
    twice = tuple(person(user_word(number)) for number in who.twice)
    sharing = {person(user_word(number)) for number in who.sharing}
    told = {one.doubt: one for one in found.findings}
    assert {count.doubt: count.count for count in found.counts} == {
        "same_address": 1, "shared_device": 1, "many_keys": 1, "busy": 1,
    }  # fmt: skip
    assert set(told["same_address"].persons) == set(twice)
    assert set(told["shared_device"].persons) == sharing
    assert told["many_keys"].persons == (person(user_word(who.counter)),)
    assert told["many_keys"].count == COUNTER_DEVICES + 1
    assert told["busy"].persons == (person(device_key(3 * who.robot + 1)),)
    assert told["busy"].count == ROBOT_VISITS


def test_who_registered_twice_is_made_one_by_one_click(shop: Shop) -> None:
    [pair] = [one.merge for one in audit(shop).findings if one.doubt == "same_address"]
    assert pair is not None
    wish = Wish("merge", f"{BY_NUMBER}{pair.a}", f"{BY_NUMBER}{pair.b}")
    effect = preview(shop, wish)
    assert (len(effect.before), len(effect.after)) == (2, 1)
    assert sum(one.orders for one in effect.before) == 0, "no figure of orders moves"
