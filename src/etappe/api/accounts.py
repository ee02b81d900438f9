"""/api/shops/{shop}/accounts: companies, one company's page, what is typed about it, its history."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.analysis.account import AccountPage
from etappe.analysis.accounts import MOST, Accounts
from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery
from etappe.app import accounts
from etappe.app.account_import import Brought, bring
from etappe.app.accounts import AccountHistory
from etappe.events.account_words import AccountRole

router = APIRouter(tags=["accounts"], responses=PROBLEMS)


class AccountsQuery(ScopeQuery):
    """Which companies: those with a touch in scope, and what a search finds."""

    search: str = Field("", max_length=320, description="Part of id, name, customer number …")
    sort: Literal["value", "orders", "seen", "members", "name"] = "value"
    limit: int = Field(50, ge=1, le=MOST)
    cursor: str = ""


class AccountQuery(BaseModel):
    """How to read the company's journeys."""

    model_config = ConfigDict(extra="forbid")

    stages: str = Field("", description="Key of the stage model.")
    conversion: str = Field("", description="The event that counts as converted.")


class AccountChanges(BaseModel):
    """What is typed about a company: values by attribute; null takes one away."""

    model_config = ConfigDict(extra="forbid")

    values: dict[str, Any] = Field(
        description="name, customer_number, sales_person, price_list, payment_terms, credit_limit …"
    )


class MemberChange(BaseModel):
    """A decision about one person; with `roles` alone the membership stays as it is."""

    model_config = ConfigDict(extra="forbid")

    roles: list[str] | None = None
    belongs: bool | None = None
    primary: bool | None = None
    from_: str | None = Field(None, alias="from", description="First day, 2026-03-31.")
    to: str | None = Field(None, description="Last day.")


class RoleName(BaseModel):
    """What a role is called."""

    model_config = ConfigDict(extra="forbid")

    de: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=80)


class AccountRowsIn(BaseModel):
    """Rows of a file, already read: `account` names the company, `values` its attributes, `person` a member."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=500, description="What the file is called.")
    rows: list[dict[str, Any]] = Field(max_length=10_000)


@router.get("/shops/{shop}/accounts", response_model=Accounts)
def get_accounts(shop: TheShop, query: Annotated[AccountsQuery, Query()]) -> Response:
    """Companies, the most valuable first."""
    return answer(shop.ask("accounts", query.given()))


@router.post("/shops/{shop}/account-rows", response_model=Brought)
def import_accounts(shop: TheShop, caller: Editor, rows: AccountRowsIn) -> Response:
    """Take rows of a file in; what cannot be read comes back with its reason."""
    return answer(bring(shop, rows.rows, caller.email))


@router.get("/shops/{shop}/account-roles", response_model=list[AccountRole])
def list_roles(shop: TheShop) -> Response:
    """The roles of a Buying Center: those that ship and the shop's own."""
    return answer(shop.accounts.roles())


@router.put("/shops/{shop}/account-roles/{role}", response_model=list[AccountRole])
def put_role(shop: TheShop, role: str, caller: Editor, name: RoleName) -> Response:
    """Add a role of the shop's own, or give it another name."""
    return answer(accounts.put_role(shop, role, name.model_dump(), caller.email))


@router.delete("/shops/{shop}/account-roles/{role}", status_code=204)
def delete_role(shop: TheShop, role: str, caller: Editor) -> Response:
    """Take an own role away that nobody has."""
    accounts.put_role(shop, role, None, caller.email)
    return Response(status_code=204)


@router.get("/shops/{shop}/accounts/{account:path}/history", response_model=AccountHistory)
def get_history(
    shop: TheShop,
    account: str,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    cursor: str = "",
) -> Response:
    """What people and files said about the company, the latest first."""
    return answer(accounts.history(shop, account, limit, cursor))


@router.post(
    "/shops/{shop}/accounts/{account:path}/history/{entry}/undo", response_model=AccountHistory
)
def undo_entry(shop: TheShop, account: str, entry: int, caller: Editor) -> Response:
    """Take an entry back; what was before it counts again."""
    return answer(accounts.undo(shop, account, entry, caller.email))


@router.post("/shops/{shop}/accounts/{account:path}/opening", response_model=AccountPage)
def open_the_account(
    shop: TheShop, account: str, caller: Editor, query: Annotated[AccountQuery, Query()]
) -> Response:
    """The page with its people's names as they are. Who opened whom when is logged."""
    return answer(accounts.open_account(shop, account, query.model_dump(), caller.email))


@router.put("/shops/{shop}/accounts/{account:path}/members/{person}", response_model=AccountPage)
def put_member(
    shop: TheShop, account: str, person: str, caller: Editor, change: MemberChange
) -> Response:
    """Decide whether somebody belongs to the company, from when to when, and in which roles."""
    given = change.model_dump(by_alias=True, exclude_unset=True)
    return answer(accounts.set_member(shop, account, person, given, caller.email))


@router.get("/shops/{shop}/accounts/{account:path}", response_model=AccountPage)
def get_account(shop: TheShop, account: str, query: Annotated[AccountQuery, Query()]) -> Response:
    """One company's page; names of its people are masked."""
    return answer(accounts.account_page(shop, account, query.model_dump()))


@router.put("/shops/{shop}/accounts/{account:path}", response_model=AccountPage)
def put_account(shop: TheShop, account: str, caller: Editor, changes: AccountChanges) -> Response:
    """Type attributes of a company, which need not be known yet."""
    return answer(accounts.set_attributes(shop, account, changes.values, caller.email))
