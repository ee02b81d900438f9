"""What may be kept of an event by consent, decided before anything is written."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etappe.collect.live.admission import From, Rules, admitted
from etappe.collect.live.daily import DailySalt
from etappe.collect.live.draft import Draft, KeyKind

MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)


def draft(**fields: Any) -> Draft:
    made: dict[str, Any] = {
        "kind": "track",
        "name": "view_item",
        "anonymous_id": "a",
        "consent": "analytics",
    }
    made |= fields
    return Draft(made.pop("kind"), "e1", made.pop("name"), 1, 2, **made)


def taken(one: Draft, kind: KeyKind = "browser", rules: Rules = Rules()) -> Draft | None:  # noqa: B008 a value
    kept, refused = admitted([one], From(kind, "DE", lambda _: "day:1"), rules)
    assert len(kept) + refused == 1
    return kept[0] if kept else None


def test_with_consent_everything_stays() -> None:
    kept = taken(draft(email="susa@shop.example", visit_id="v", click_ids={"gclid": "x"}))
    assert kept is not None
    assert (kept.anonymous_id, kept.email, kept.visit_id, kept.country) == (
        "a", "susa@shop.example", "v", "DE"
    )  # fmt: skip
    assert not kept.cookieless


def test_refused_consent_takes_every_key_and_leaves_the_key_of_the_day() -> None:
    kept = taken(
        draft(
            consent="", user_id="u", previous_id="p", account_id="f", email="susa@shop.example",
            phone="+49421", visit_id="v", click_ids={"gclid": "x"}, traits=b'{"name":"Susa"}',
            campaign={"source": "mail"}, staff="beate",
        )
    )  # fmt: skip
    assert kept is not None
    gone = (
        "user_id",
        "previous_id",
        "account_id",
        "email",
        "phone",
        "visit_id",
        "click_ids",
        "staff",
    )
    assert [getattr(kept, name) for name in gone] == [None] * len(gone)
    assert (kept.anonymous_id, kept.traits, kept.cookieless) == ("day:1", b"", True)
    assert kept.campaign == {"source": "mail"}


def test_a_withdrawal_keeps_the_key_it_is_about_also_where_nothing_else_is_kept() -> None:
    for rules in (Rules(), Rules(without_consent="drop")):
        kept = taken(draft(name="consent_updated", consent="", visit_id="v"), rules=rules)
        assert kept is not None
        assert (kept.anonymous_id, kept.visit_id, kept.cookieless) == ("a", "v", False)


def test_who_is_only_marketing_refused_stays() -> None:
    kept = taken(draft(consent="analytics"))
    assert kept is not None
    assert kept.anonymous_id == "a"


def test_a_shop_may_drop_instead_of_count() -> None:
    assert taken(draft(consent=""), rules=Rules(without_consent="drop")) is None


@pytest.mark.parametrize("kind", ["identify", "group", "alias"])
def test_calls_that_only_tell_who_somebody_is_are_not_kept(kind: str) -> None:
    assert taken(draft(kind=kind, consent="marketing")) is None


def test_a_tracker_that_keeps_nothing_on_the_device_is_counted_by_day() -> None:
    kept = taken(draft(anonymous_id=None, consent=None))
    assert kept is not None
    assert (kept.anonymous_id, kept.cookieless) == ("day:1", True)
    assert taken(draft(anonymous_id=None, consent=None), rules=Rules("drop")) is None
    free = taken(
        draft(anonymous_id=None, consent=None), rules=Rules("drop", consent_required=False)
    )
    assert free is not None
    assert free.anonymous_id == "day:1"


def test_an_order_of_a_browser_without_consent_keeps_its_number_and_no_key() -> None:
    kept = taken(draft(consent="", name="purchase", order_id="A1", value="50", user_id="u"))
    assert kept is not None
    assert (kept.order_id, kept.value, kept.anonymous_id, kept.user_id) == ("A1", "50", None, None)


def test_of_a_servers_order_consent_is_not_asked_but_a_told_refusal_counts_else() -> None:
    order = taken(draft(consent="", order_id="A1", user_id="u"), "server")
    assert order is not None
    assert order.user_id == "u"
    untold = taken(draft(consent=None, user_id="u", anonymous_id=None), "server")
    assert untold is not None
    assert (untold.user_id, untold.anonymous_id) == ("u", None)
    told = taken(draft(consent="", user_id="u"), "server")
    assert told is not None
    assert told.user_id is None


def test_the_key_of_the_day_is_the_same_all_day_also_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "day.salt"
    salt = DailySalt(file)
    key = salt.key(MONDAY, "shop", "203.0.113.9", "Firefox")
    assert key.startswith("day:")
    assert len(key) == 20
    assert DailySalt(file).key(MONDAY, "shop", "203.0.113.9", "Firefox") == key
    others = [
        ("shop", "203.0.113.8", "Firefox"),
        ("shop", "203.0.113.9", None),
        ("b", "203.0.113.9", "Firefox"),
    ]
    assert key not in [salt.key(MONDAY, *other) for other in others]


def test_at_midnight_the_salt_is_overwritten_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "day.salt"
    salt = DailySalt(file)
    before = salt.key(MONDAY, "shop", "203.0.113.9", "Firefox")
    old, inode = file.read_text().split()[1], file.stat().st_ino
    assert salt.key(TUESDAY, "shop", "203.0.113.9", "Firefox") != before
    assert old not in file.read_text()
    assert file.stat().st_ino == inode
    kept = file.read_text()
    salt.destroy_before(TUESDAY)
    assert file.read_text() == kept
    salt.destroy_before(date(2026, 5, 6))
    assert kept.split()[1] not in file.read_text()
    # Nobody can make Tuesday's key again.
    assert DailySalt(file).key(TUESDAY, "shop", "203.0.113.9", "Firefox") != before
