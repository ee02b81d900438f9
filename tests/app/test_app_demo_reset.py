"""The demo made new: the old one answers meanwhile, what was changed is gone, and no other shop can be reset."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from etappe.app.demo import DEMO_SHOP, ensure_demo
from etappe.app.demo_mark import is_demo
from etappe.app.demo_reset import DemoResets
from etappe.app.house import House, opened
from etappe.base.errors import NotFound

PERSONS = 1_000


def finished(resets: DemoResets, house: House) -> str:
    """Wait for the end of the reset; it takes as long as it takes."""
    while True:
        state = resets.state(house.shop(DEMO_SHOP))
        if state.step in ("done", "failed"):
            return state.step
        assert house.shop(DEMO_SHOP).ask("kpis", {}).orders > 0
        time.sleep(0.2)


def test_a_reset_takes_back_what_was_changed_and_the_old_demo_answers_until_then(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as house:
        ensure_demo(house, 1, PERSONS)
        shop = house.shop(DEMO_SHOP)
        before = shop.ask("kpis", {}).orders
        shop.records.save_settings(replace(shop.records.settings(), title="Verstellt"))
        resets = DemoResets(house)
        assert resets.state(shop).step == "idle"
        assert resets.start(shop).step == "making"
        assert resets.start(shop).step in ("making", "cutting")  # no second one beside it
        assert finished(resets, house) == "done"
        anew = house.shop(DEMO_SHOP)
        assert anew.records.settings().title == "Jubelware"
        assert anew.ask("kpis", {}).orders == before
        assert not (tmp_path / "making").exists()


def test_only_the_demo_can_be_made_new(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        other = house.shop("laden", create=True)
        assert not is_demo(other)
        with pytest.raises(NotFound, match="laden"):
            DemoResets(house).start(other)


def test_the_command_makes_it_new_too(tmp_path: Path) -> None:
    with opened(tmp_path) as house:
        assert ensure_demo(house, 1, PERSONS)
        assert not ensure_demo(house, 1, PERSONS)
        shop = house.shop(DEMO_SHOP)
        shop.records.save_settings(replace(shop.records.settings(), title="Verstellt"))
        assert ensure_demo(house, 1, PERSONS, anew=True)
        assert house.shop(DEMO_SHOP).records.settings().title == "Jubelware"
