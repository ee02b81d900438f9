"""Two ids of one company: merged with a reason, taken back without a trace, suggested with what speaks for it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.test_app_accounts import NADJA, tell
from etappe.app.account_decide import (
    AccountWish,
    account_decisions,
    decide_accounts,
    preview_accounts,
)
from etappe.app.account_import import bring
from etappe.app.account_twins import twins
from etappe.app.accounts import account_page, history, set_attributes, set_member, undo
from etappe.app.house import House
from etappe.app.notes import notes, write_note
from etappe.app.shop import Shop
from etappe.base.errors import BadInput, Conflict, NotFound

MERGE = AccountWish("merge", "tsv", "tsv-1908", reason="renamed in the ERP")
MAIL = "tsv-ahornbach.example"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path)
    made = house.shop("default", create=True)
    tell(
        made,
        {"user_id": "jutta", "account_id": "tsv", "email": f"jutta@{MAIL}"},
        {"user_id": "jutta", "name": "search"},
        {"user_id": "miriam", "account_id": "tsv-1908", "name": "purchase", "order_id": "A1",
         "value": 81_200, "currency": "EUR", "email": f"miriam@{MAIL}"},
        {"user_id": "beate", "account_id": "tsv-1908", "staff": "Beate Vogt"},
        {"user_id": "frank", "account_id": "linde", "name": "group",
         "properties": '{"name": "Gasthaus Zur Linde"}'},
    )  # fmt: skip
    yield made
    house.close()


def figures(shop: Shop) -> list[tuple[str, int, int, str, int]]:
    found = shop.ask("accounts", {"sort": "name"}).accounts
    return [(one.account, one.members, one.orders, str(one.value), one.visits) for one in found]


def test_two_ids_are_one_company_from_the_decision_on(shop: Shop) -> None:
    seen = preview_accounts(shop, MERGE)
    assert [one.account for one in seen.before] == ["tsv", "tsv-1908"]
    assert [row[0] for row in figures(shop)] == ["linde", "tsv", "tsv-1908"], "nothing is kept"
    made = decide_accounts(shop, MERGE, NADJA)
    assert made.effect == seen
    assert made.account == "tsv"
    page = account_page(shop, "tsv-1908", {}, opened=True)
    assert (page.account, page.others, page.orders, page.touches) == ("tsv", ("tsv-1908",), 1, 3)
    assert {one.known for one in page.members} == {"jutta", "miriam"}
    assert len(page.staff_sessions) == 1
    [after] = seen.after
    assert (after.ids, after.people, after.orders) == (("tsv", "tsv-1908"), 2, 1)
    assert ("tsv", 2, 1, "812.00", 2) in figures(shop)
    for word in ("tsv", "tsv-1908"):
        asked = shop.ask("kpis", {"where": f"account.id = '{word}'"})
        assert (asked.orders, asked.basis.touches) == (1, 3)


def test_what_was_written_down_of_either_id_stands_with_the_company(shop: Shop) -> None:
    for account in ("tsv", "tsv-1908"):
        told = {"kind": "call", "words": account, "account": account, "at": "2026-03-03T10:00:00Z"}
        write_note(shop, told, NADJA)
    decide_accounts(shop, MERGE, NADJA)
    assert {one.words for one in notes(shop, account="tsv-1908")} == {"tsv", "tsv-1908"}


def test_a_merge_that_is_undone_leaves_no_trace_but_in_the_log(shop: Shop) -> None:
    before = figures(shop), account_page(shop, "tsv-1908", {}), account_page(shop, "tsv", {})
    merge = decide_accounts(shop, MERGE, NADJA).decision
    done = decide_accounts(shop, AccountWish("undo", id=merge.id, reason="they are two"), NADJA)
    assert (
        figures(shop),
        account_page(shop, "tsv-1908", {}),
        account_page(shop, "tsv", {}),
    ) == before
    told = account_decisions(shop, "tsv-1908")
    assert [(one.kind, one.holds, one.by) for one in told] == [
        ("undo", True, NADJA),
        ("merge", False, NADJA),
    ]
    assert told[0].sentences["de"].endswith("rückgängig gemacht: they are two")
    assert account_decisions(shop, "linde") == []
    decide_accounts(shop, AccountWish("undo", id=done.decision.id, reason="one after all"), NADJA)
    assert len(figures(shop)) == 2


def test_a_split_takes_an_id_out_again(shop: Shop) -> None:
    before = figures(shop)
    decide_accounts(shop, MERGE, NADJA)
    made = decide_accounts(
        shop, AccountWish("split", "tsv-1908", reason="a club of its own"), NADJA
    )
    assert (made.account, figures(shop)) == ("tsv", before)
    with pytest.raises(BadInput, match="no company of several ids"):
        decide_accounts(shop, AccountWish("split", "tsv", reason="x"), NADJA)


def test_what_cannot_be_decided_says_why(shop: Shop) -> None:
    with pytest.raises(NotFound, match="no account 'nobody'"):
        preview_accounts(shop, AccountWish("merge", "tsv", "nobody"))
    with pytest.raises(BadInput, match="needs a reason"):
        decide_accounts(shop, AccountWish("merge", "tsv", "linde"), NADJA)
    merge = decide_accounts(shop, MERGE, NADJA).decision
    with pytest.raises(BadInput, match="same company already"):
        preview_accounts(shop, MERGE)
    taken_back = AccountWish("undo", id=merge.id, reason="no")
    decide_accounts(shop, taken_back, NADJA)
    for refused in (partial(decide_accounts, by=NADJA), preview_accounts):
        with pytest.raises(Conflict, match="undone already"):
            refused(shop, taken_back)
    with pytest.raises(NotFound, match="no decision 99"):
        preview_accounts(shop, AccountWish("undo", id=99))


def test_values_of_both_ids_stand_together_and_what_is_said_since_counts(shop: Shop) -> None:
    set_attributes(shop, "tsv", {"name": "TSV", "ship_to": "Bremen", "domains": MAIL}, NADJA)
    set_attributes(
        shop, "tsv-1908", {"name": "TSV 1908", "ship_to": "Verden", "size": "412"}, NADJA
    )
    decide_accounts(shop, MERGE, NADJA)
    told = {one.field: one.text or one.texts for one in account_page(shop, "tsv", {}).attributes}
    assert told == {
        "name": "TSV",
        "ship_to": ("Bremen", "Verden"),
        "size": "412",
        "domains": (MAIL,),
    }
    bring(shop, [{"account": "tsv-1908", "values": {"industry": "Sport"}}], NADJA)
    set_attributes(shop, "tsv-1908", {"ship_to": "Halle"}, NADJA)
    told = {one.field: one.text or one.texts for one in account_page(shop, "tsv", {}).attributes}
    assert (told["ship_to"], told["industry"]) == (("Halle",), "Sport")
    set_member(shop, "tsv-1908", "jutta", {"roles": ["initiator"]}, NADJA)
    entries = history(shop, "tsv-1908").entries
    assert {one.entry.account for one in entries} == {"tsv", "tsv-1908"}
    size = next(one for one in entries if one.entry.field == "size")
    undo(shop, "tsv", size.entry.id, NADJA)
    assert "size" not in {one.field for one in account_page(shop, "tsv", {}).attributes}
    [log] = [one for one in account_decisions(shop) if one.holds]
    decide_accounts(shop, AccountWish("undo", id=log.id, reason="two"), NADJA)
    told = {
        one.field: one.text or one.texts for one in account_page(shop, "tsv-1908", {}).attributes
    }
    assert (told["name"], told["ship_to"]) == ("TSV 1908", ("Verden",))


def test_likely_twins_come_with_what_speaks_for_them(shop: Shop) -> None:
    set_attributes(shop, "tsv", {"name": "TSV Ahornbach 1908 e. V.", "USt-IdNr.": "DE 123"}, NADJA)
    set_attributes(shop, "tsv-1908", {"name": "Tsv Ahornbach 1908", "vat_id": "de123"}, NADJA)
    set_attributes(shop, "tsv-1909", {"name": "TSV Ahornbach 1909 e. V."}, NADJA)
    set_attributes(shop, "typo", {"name": "Gasthaus zu Linde GmbH"}, NADJA)
    found = twins(shop)
    pairs = {
        (one.account.account, one.other.account): [reason.why for reason in one.reasons]
        for one in found.twins
    }
    assert pairs == {
        ("tsv", "tsv-1908"): ["vat_id", "domain", "name"],
        ("linde", "typo"): ["name"],
    }
    assert found.twins[0].reasons[1].sentences["en"] == f"Same e-mail domain: {MAIL}"
    assert twins(shop, "typo").total == 1
    decide_accounts(shop, MERGE, NADJA)
    assert twins(shop).total == 1, "what is one company is no pair"


def test_a_renamed_company_s_people_give_it_away(shop: Shop) -> None:
    tell(shop, {"user_id": "frank", "account_id": "linde-neu"})
    [pair] = twins(shop, "linde").twins
    assert [reason.why for reason in pair.reasons] == ["people"]
    assert pair.reasons[0].sentences["de"] == "Dieselben Menschen: 1 Person in beiden"
