"""Consent: every change is a fact with its time and text; a withdrawal counts at once, for the past if the shop says so."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.privacy_cast import HOUR, NOON, columns
from etappe.app.consent import agree, consent_of, withdraw, withdraw_past
from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.base.clock import frozen, moment_of
from etappe.base.errors import BadInput
from etappe.collect.live.admission import From, Rules, admitted
from etappe.collect.live.draft import Draft

SUSA = {"user_id": "susa", "anonymous_id": "phone-1"}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path / "data")
    opened = house.shop("laden", create=True)
    opened.events.append(
        columns(
            SUSA | {"name": "page_view", "consent": "analytics"},
            SUSA | {"name": "page_view", "consent": "analytics"},
            SUSA | {"name": "consent_updated", "consent": "analytics,marketing", "properties": {"consent_version": "v2"}},
            SUSA | {"name": "purchase", "order_id": "A1", "value": 100, "currency": "EUR"},
            SUSA | {"name": "consent_updated", "consent": "none"},
            {"user_id": "kai", "name": "page_view", "consent": "analytics"},
        )
    )  # fmt: skip
    yield opened
    house.close()


def view(user: str, at: int) -> Draft:
    return Draft("page", "e", "page_view", at, at, user_id=user, consent="analytics")


def test_every_change_is_told_with_its_time_and_the_text_that_was_read(shop: Shop) -> None:
    told = consent_of(shop, "susa")
    facts = [(fact.purpose, fact.agreed, fact.at, fact.version) for fact in reversed(told.facts)]
    first, second, last = (moment_of(NOON + hours * HOUR) for hours in (0, 2, 4))
    assert facts == [
        ("analytics", True, first, ""), ("marketing", False, first, ""), ("personalization", False, first, ""),
        ("marketing", True, second, "v2"),
        ("analytics", False, last, ""), ("marketing", False, last, ""),
    ]  # fmt: skip


def test_a_withdrawal_noted_by_staff_stops_every_device_at_once(shop: Shop) -> None:
    with frozen(moment_of(NOON + 10 * HOUR)):
        told = withdraw(shop, "phone-1", ["analytics"], "jens")
    assert [(one.purpose, one.by) for one in told.withdrawn] == [("analytics", "jens")]
    later = NOON + 11 * HOUR
    assert shop.privacy.refuses(view("susa", later))
    assert not shop.privacy.refuses(view("kai", later))
    assert shop.events.events_up_to(99) == 6, "the past stays unless the shop has set it"
    agree(shop, "susa", ["analytics"])
    assert not shop.privacy.refuses(view("susa", later))


def test_the_past_goes_too_where_the_shop_has_set_that(shop: Shop) -> None:
    shop.records.save_tracking(replace(shop.records.tracking(), withdrawal_past=True))
    with frozen(moment_of(NOON + 10 * HOUR)):
        withdraw(shop, "susa", ["analytics"], "jens")
    left = [
        row["name"]
        for row in shop.events.rows(shop.book.arrivals_of(shop.book.person_of("susa") or 0)[0])
    ]
    assert left == ["purchase"], "the order was not kept for want of this consent"
    assert shop.book.person_of("kai") is not None
    assert withdraw_past(shop) == 0


def test_the_browsers_own_withdrawal_is_looked_after_by_the_clock(shop: Shop) -> None:
    shop.records.save_tracking(replace(shop.records.tracking(), withdrawal_past=True))
    choice = Draft(
        "track", "e", "consent_updated", NOON + HOUR, NOON + HOUR, user_id="susa", consent=""
    )
    assert not shop.privacy.refuses(choice)
    assert shop.privacy.noted
    assert withdraw_past(shop) == 2
    assert not shop.privacy.noted


def test_a_purpose_nobody_knows_is_refused(shop: Shop) -> None:
    with pytest.raises(BadInput, match="cookies"):
        withdraw(shop, "susa", ["cookies"], "jens")


def test_a_refusal_by_somebody_who_had_agreed_keeps_its_keys_as_the_proof() -> None:
    sender = From("browser", None, lambda _: "day:1")
    choice = Draft("track", "e", "consent_updated", NOON, NOON, anonymous_id="phone-1", consent="")
    plain = Draft("page", "f", "page_view", NOON, NOON, anonymous_id="phone-1", consent="")
    kept, refused = admitted([choice, plain], sender, Rules())
    assert [draft.anonymous_id for draft in kept] == ["phone-1", "day:1"]
    assert refused == 0
