"""Companies in a small shop: rules, typed values, files, events' traits, staff; each by its answer."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from etappe.app.account_import import bring
from etappe.app.accounts import (
    account_page,
    history,
    open_account,
    put_role,
    set_attributes,
    set_member,
    undo,
)
from etappe.app.house import House
from etappe.app.person import person_page
from etappe.app.shop import Shop
from etappe.base.errors import BadInput, Conflict, NotFound

NADJA = "nadja@jubelware.example"
DAY_1 = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    house = House(tmp_path)
    yield house.shop("default", create=True)
    house.close()


def tell(shop: Shop, *rows: dict[str, Any]) -> None:
    """Append events; each a minute after the one before."""
    start = shop.events.last_seq()
    told = [
        {
            "event_id": f"e{start + at}",
            "name": "view_item",
            "occurred_at": DAY_1.replace(minute=(start + at) % 60),
        }
        | row
        for at, row in enumerate(rows)
    ]
    names = dict.fromkeys(name for row in told for name in row)
    shop.events.append({name: [row.get(name) for row in told] for name in names})


def people(shop: Shop, account: str) -> list[tuple[str | None, Sequence[str], bool]]:
    page = account_page(shop, account, {}, opened=True)
    return [(one.known, one.belongs_by, one.former) for one in page.members]


def test_three_colleagues_bring_the_fourth_in_and_her_touches_count(shop: Shop) -> None:
    mail = "tsv-ahornbach.example"
    tell(
        shop,
        *(
            {"user_id": one, "email": f"{one}@{mail}", "account_id": "tsv"}
            for one in ("jutta", "pit", "olaf")
        ),
    )
    tell(
        shop,
        {"user_id": "miriam", "email": f"miriam@{mail}"},
        {"user_id": "miriam", "name": "search"},
    )
    assert ("miriam", ("domain",), False) in people(shop, "tsv")
    assert account_page(shop, "tsv", {}).touches == 5
    tell(shop, {"user_id": "kai", "email": "kai@gmail.com"})
    assert len(people(shop, "tsv")) == 4


def test_a_typed_domain_counts_at_once_and_no_second_account_gets_it(shop: Shop) -> None:
    tell(shop, {"user_id": "frank", "email": "frank@linde.example"})
    set_attributes(shop, "linde", {"E-Mail-Domains": "@Linde.example"}, NADJA)
    assert people(shop, "linde") == [("frank", ("domain",), False)]
    with pytest.raises(Conflict, match="linde"):
        set_attributes(shop, "kiez", {"domains": "linde.example"}, NADJA)
    with pytest.raises(BadInput, match="anybody gets an address"):
        set_attributes(shop, "kiez", {"domains": "web.de"}, NADJA)
    with pytest.raises(NotFound):
        account_page(shop, "kiez", {})


def test_what_was_typed_wins_over_files_and_those_over_events(shop: Shop) -> None:
    tell(
        shop,
        {
            "name": "group",
            "user_id": "jutta",
            "account_id": "tsv",
            "properties": '{"name": "TSV", "employees": 12, "plan": "gold"}',
        },
    )
    bring(shop, [{"account": "tsv", "values": {"name": "TSV 1908", "credit_limit": "9000"}}], NADJA)
    set_attributes(shop, "tsv", {"name": "TSV Ahornbach 1908 e. V."}, NADJA)
    found = {one.field: one for one in account_page(shop, "tsv", {}).attributes}
    assert (found["name"].text, found["name"].source, found["name"].others) == (
        "TSV Ahornbach 1908 e. V.",
        "typed",
        ("imported", "events"),
    )
    assert (str(found["credit_limit"].amount), found["credit_limit"].source) == ("9000", "imported")
    assert (found["size"].text, found["size"].source) == ("12", "events")
    assert (found["plan"].text, found["plan"].own) == ("gold", True)
    set_attributes(shop, "tsv", {"name": ""}, NADJA)
    assert account_page(shop, "tsv", {}).name == "TSV 1908"


def test_a_renamed_account_keeps_its_history_and_a_change_can_be_undone(shop: Shop) -> None:
    for name in ("TSV Ahornbach", "TSV Ahornbach 1908"):
        set_attributes(shop, "tsv", {"name": name}, NADJA)
    assert shop.ask("accounts", {"search": "1908"}).total == 1
    latest = history(shop, "tsv").entries[0]
    assert (latest.entry.value, latest.can_undo) == ("TSV Ahornbach 1908", True)
    undo(shop, "tsv", latest.entry.id, NADJA)
    assert account_page(shop, "tsv", {}).name == "TSV Ahornbach"
    assert shop.ask("accounts", {"search": "1908"}).total == 0


def test_a_person_in_two_accounts_counts_in_one_unless_a_touch_says_otherwise(shop: Shop) -> None:
    tell(
        shop,
        {"user_id": "jutta", "account_id": "tsv"},
        {"user_id": "jutta", "name": "search"},
        {"user_id": "pit", "account_id": "linde"},
    )
    set_member(shop, "linde", "jutta", {"roles": ["influencer"], "belongs": True}, NADJA)
    touches = {name: account_page(shop, name, {}).touches for name in ("tsv", "linde")}
    assert touches == {"tsv": 2, "linde": 1}
    set_member(shop, "linde", "jutta", {"belongs": True, "primary": True}, NADJA)
    touches = {name: account_page(shop, name, {}).touches for name in ("tsv", "linde")}
    assert touches == {"tsv": 1, "linde": 2}, "the search names no account"
    primary = {
        name: [
            one.primary for one in account_page(shop, name, {}).members if one.known_by == "user"
        ]
        for name in ("tsv", "linde")
    }
    assert primary == {"tsv": [False], "linde": [True, True]}


def test_who_left_is_a_former_member_and_counts_no_more(shop: Shop) -> None:
    tell(shop, {"user_id": "jutta", "account_id": "tsv"}, {"user_id": "jutta", "name": "search"})
    set_member(shop, "tsv", "jutta", {"belongs": True, "to": "2026-02-28"}, NADJA)
    assert people(shop, "tsv") == [("jutta", ("typed", "events"), True)]
    assert account_page(shop, "tsv", {}).touches == 1, "only the touch that names it"


def test_members_by_order_alone_are_called_so(shop: Shop) -> None:
    tell(
        shop,
        {
            "user_id": "miriam",
            "name": "purchase",
            "order_id": "A1",
            "account_id": "tsv",
            "value": 500,
            "currency": "EUR",
        },
    )
    assert people(shop, "tsv") == [("miriam", ("order",), False)]


def test_staff_is_no_member_and_its_sessions_stand_apart(shop: Shop) -> None:
    tell(
        shop,
        {"user_id": "silke", "account_id": "hollmann"},
        {"user_id": "beate", "account_id": "hollmann", "staff": "Beate Vogt"},
        {"user_id": "beate", "account_id": "hollmann", "staff": "Beate Vogt", "name": "hurdle_noted",
         "properties": '{"hurdle": "Zehn Lieferadressen", "where": "checkout"}'},
    )  # fmt: skip
    page = account_page(shop, "hollmann", {}, opened=True)
    assert [one.known for one in page.members] == ["silke"]
    assert page.touches == 1
    [session] = page.staff_sessions
    assert (session.staff, len(session.touches)) == ("Beate Vogt", 2)
    assert [(one.where, one.text) for one in session.hurdles] == [
        ("checkout", "Zehn Lieferadressen")
    ]


def test_an_order_that_staff_enter_is_the_company_s_and_in_no_figure_of_customers(
    shop: Shop,
) -> None:
    order = {"order_id": "H1", "account_id": "hollmann", "user_id": "silke"}
    tell(
        shop,
        {"user_id": "silke", "account_id": "hollmann"},
        {**order, "name": "purchase", "staff": "Beate Vogt", "value": 1_690_000, "currency": "EUR"},
        {**order, "name": "order_shipped", "source": "erp"},
    )
    page = account_page(shop, "hollmann", {})
    [placed] = page.placed
    assert (placed.order, placed.staff, str(placed.value)) == ("H1", "Beate Vogt", "16900.00")
    assert placed.ordered_at is not None
    assert len(placed.parcels) == 1
    assert (page.orders, str(page.value)) == (0, "0.00")
    assert (page.staff_orders, str(page.staff_value)) == (1, "16900.00")
    assert page.sentence("de").endswith(
        "Dazu 1 Bestellung über 16.900,00\u00a0€, von Mitarbeitenden in ihrem Namen eingegeben."
    )
    silke = person_page(shop, "silke", {})
    [entry] = [one for one in silke.timeline if one.order]
    assert entry.order is not None
    assert (entry.order.staff, silke.orders) == ("Beate Vogt", 0)
    assert "H1" not in silke.sentence("de")


def test_the_companies_of_a_person_come_with_how_they_belong(shop: Shop) -> None:
    tell(shop, {"user_id": "frank", "email": "frank@linde.example"}, {"user_id": "kai"})
    set_attributes(shop, "linde", {"name": "Zur Linde", "domains": "linde.example"}, NADJA)
    [linde] = person_page(shop, "frank", {}).accounts
    assert (linde.account, linde.name, linde.belongs_by, linde.domain, linde.primary) == (
        "linde",
        "Zur Linde",
        ("domain",),
        "linde.example",
        True,
    )
    assert person_page(shop, "kai", {}).accounts == ()
    set_member(shop, "tsv", "kai", {"belongs": True, "to": "2026-02-28"}, NADJA)
    tell(shop, {"user_id": "kai", "account_id": "pub"})
    found = person_page(shop, "kai", {}).accounts
    assert [(one.account, one.belongs_by, one.former) for one in found] == [
        ("pub", ("events",), False),
        ("tsv", ("typed",), True),
    ]


def test_titles_that_are_roles_are_roles_and_own_roles_can_be_added(shop: Shop) -> None:
    tell(
        shop,
        {"user_id": "miriam", "account_id": "tsv", "properties": '{"role": "Einkäuferin"}'},
        {"user_id": "jutta", "account_id": "tsv", "properties": '{"role": "Jugendleiterin"}'},
    )
    put_role(shop, "sponsor", {"de": "Sponsoring", "en": "Sponsor"}, NADJA)
    set_member(shop, "tsv", "jutta", {"roles": ["initiator", "sponsor"]}, NADJA)
    page = account_page(shop, "tsv", {}, opened=True)
    found = {one.known: (one.title, one.roles) for one in page.members}
    assert found == {
        "miriam": (None, ("buyer",)),
        "jutta": ("Jugendleiterin", ("initiator", "sponsor")),
    }
    with pytest.raises(BadInput, match="no role 'boss'"):
        set_member(shop, "tsv", "jutta", {"roles": ["boss"]}, NADJA)
    with pytest.raises(Conflict, match="somebody has"):
        put_role(shop, "sponsor", None, NADJA)


def test_rows_of_a_file_are_taken_whole_or_come_back_with_a_reason(shop: Shop) -> None:
    tell(shop, {"user_id": "jutta"})
    made = bring(
        shop,
        [
            {
                "account": "tsv",
                "values": {"Kundennummer": "V-1", "Lieferorte": "Bremen|Leipzig"},
                "person": "jutta",
                "role": "Entscheider",
            },
            {"account": "", "values": {"name": "?"}},
            {"account": "tsv", "values": {"name": "x"}, "person": "nobody"},
            {"account": "linde", "values": {"credit_limit": "viel"}},
        ],
        NADJA,
    )
    assert (made.accounts, made.values, made.members) == (1, 2, 1)
    assert [one.row for one in made.rejected] == [2, 3, 4]
    page = account_page(shop, "tsv", {})
    assert (page.members[0].roles, page.members[0].belongs_by) == (("decider",), ("imported",))
    assert {one.field: one.texts for one in page.attributes}["ship_to"] == ("Bremen", "Leipzig")


def test_names_are_masked_until_somebody_opens_the_account_which_is_logged(shop: Shop) -> None:
    tell(shop, {"user_id": "jutta", "account_id": "tsv"})
    assert account_page(shop, "tsv", {}).members[0].known == "j…a"
    assert open_account(shop, "tsv", {}, NADJA).members[0].known == "jutta"
    [opening] = shop.records.openings.latest(10)
    assert opening.opened_by == NADJA


def test_an_account_without_touches_is_listed_and_has_a_page(shop: Shop) -> None:
    tell(shop, {"user_id": "jutta", "account_id": "tsv"})
    set_attributes(shop, "neu", {"name": "Neue Firma"}, NADJA)
    found = shop.ask("accounts", {})
    assert [(one.account, one.members) for one in found.accounts] == [("tsv", 1), ("neu", 0)]
    assert (found.total, found.untouched) == (2, 1)
    assert (
        account_page(shop, "neu", {}).sentence("de")
        == "Neue Firma: 0 Personen, noch ohne Interaktion."
    )
    assert shop.ask("accounts", {"from": "2026-03-01"}).total == 1
