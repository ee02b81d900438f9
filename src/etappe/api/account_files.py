"""/api/shops/{shop}/uploads/{upload}/accounts: a file of companies from the browser, shown first and taken in then."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Body, Response

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.problems import InLanguage
from etappe.app.account_file import AccountFileBrought, AccountFileSeen, bring_file, preview_file
from etappe.base.refusals import in_language
from etappe.events.account_words import AccountField, account_fields

router = APIRouter(tags=["accounts"], responses=PROBLEMS)

Columns = Annotated[
    dict[str, str] | None,
    Body(
        embed=True,
        description="Column → account, person, role, from, to, an attribute, or '' for nothing; guessed if left out.",
    ),
]


@router.post("/shops/{shop}/uploads/{upload}/accounts/preview", response_model=AccountFileSeen)
def preview_account_file(
    shop: TheShop, _: Editor, upload: str, columns: Columns = None
) -> Response:
    """How the file would be read as one of companies: its columns, what they are taken for, its first rows."""
    return answer(preview_file(shop, upload, columns or {}))


@router.post("/shops/{shop}/uploads/{upload}/accounts", response_model=AccountFileBrought)
def bring_account_file(
    shop: TheShop, caller: Editor, upload: str, language: InLanguage, columns: Columns = None
) -> Response:
    """Take the companies of the file in. Rejected rows come back with their reason; the file is gone then."""
    made = bring_file(shop, upload, columns or {}, caller.email)
    said = tuple(replace(one, reason=in_language(one.reason, language)) for one in made.rejected)
    return answer(replace(made, rejected=said))


@router.get("/shops/{shop}/account-fields", response_model=list[AccountField])
def list_account_fields(_: TheShop) -> Response:
    """The attributes of companies that ship, in the order of pages; any other name is a field of the shop's own."""
    return answer(account_fields())
