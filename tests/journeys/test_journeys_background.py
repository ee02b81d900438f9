"""Changed words of a large shop: the old journeys answer until the new ones are cut."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from etappe.base.errors import StorageFault
from etappe.events.shipped import shipped_words
from etappe.events.words import Words
from etappe.journeys.book import JourneyBook
from etappe.journeys.source import JourneySettings
from etappe.store.events.values import Core
from journeys.journeys_fixture import MemorySource


class SlowSource(MemorySource):
    """Events that are read when the test says so, or that cannot be read."""

    def __init__(self) -> None:
        super().__init__()
        self.read, self.fault = threading.Event(), False
        self.read.set()

    def core(self, from_seq: int, to_seq: int) -> Core:
        assert self.read.wait(30)
        if self.fault:
            raise StorageFault("disk.", next_step="Free some space.")
        return super().core(from_seq, to_seq)


class SlowShop:
    """A shop whose words one can change, and whose events are read when the test says so."""

    def __init__(self, folder: Path) -> None:
        self.held = shipped_words()
        self.source = SlowSource()
        for seconds in (0, 60):
            self.source.add("message_sent", seconds, {"anonymous_id": "p0"})
        self.book = JourneyBook(folder, self.source, lambda: self.held, JourneySettings)
        self.book.waits_up_to = 1

    def change_words(self) -> Words:
        """Mails are the customers' own deeds from now on: they make journeys."""
        word = replace(self.held.events["message_sent"], side="customer")
        self.held = replace(self.held, events={**self.held.events, "message_sent": word})
        return self.held


@pytest.fixture
def shop(tmp_path: Path) -> SlowShop:
    return SlowShop(tmp_path)


def test_the_old_journeys_answer_while_changed_words_cut_new_ones(shop: SlowShop) -> None:
    old = shop.book.columns()
    shop.source.read.clear()
    words = shop.change_words()
    assert shop.book.columns() is shop.book.columns() is old
    done = shop.book.rebuilding
    assert done == 0
    assert shop.book.settled().words == words
    shop.source.read.set()
    new = shop.book.columns(fresh=True)
    assert (old.counts["journeys"], new.counts["journeys"]) == (0, 1)
    assert new.words == words
    assert shop.book.rebuilding is None
    assert shop.book.columns() is new


def test_what_arrives_meanwhile_is_there_afterwards(shop: SlowShop) -> None:
    shop.book.columns()
    shop.source.read.clear()
    shop.change_words()
    shop.book.columns()
    shop.source.add("message_sent", 120, {"anonymous_id": "p9"})
    shop.source.read.set()
    assert shop.book.columns(fresh=True).counts["touches"] == 3


def test_a_small_shop_waits_for_its_new_journeys(shop: SlowShop) -> None:
    shop.book.waits_up_to = 2
    shop.book.columns()
    shop.change_words()
    assert shop.book.columns().counts["journeys"] == 1


def test_many_new_events_are_worth_waiting_for(shop: SlowShop) -> None:
    shop.book.columns()
    shop.change_words()
    shop.source.add("message_sent", 120, {"anonymous_id": "p9"})
    assert shop.book.columns().counts["touches"] == 3


def test_a_fault_in_the_background_is_told_once_and_then_tried_again(shop: SlowShop) -> None:
    shop.book.columns()
    shop.change_words()
    shop.source.fault = True
    shop.book.columns()
    with pytest.raises(StorageFault):
        shop.book.columns(fresh=True)
    shop.source.fault = False
    assert shop.book.columns(fresh=True).counts["journeys"] == 1


def test_a_shop_that_closes_ends_its_rebuild(shop: SlowShop) -> None:
    old = shop.book.columns()
    shop.source.read.clear()
    shop.change_words()
    shop.book.columns()
    threading.Timer(0.05, shop.source.read.set).start()
    shop.book.close()
    assert shop.book.rebuilding is None
    assert shop.book.current is old
