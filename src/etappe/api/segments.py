"""/api/shops/{shop}/segments and values: saved conditions, and what to choose a condition from."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.analysis.values import MOST, PropertyValues, ValuesQuestion, values
from etappe.analysis.values_accounts import AccountProperty, account_properties
from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app import segments
from etappe.store.records import Segment

router = APIRouter(tags=["segments"], responses=PROBLEMS)


class SegmentChange(BaseModel):
    """A segment to save."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    where: str = Field(min_length=1, max_length=10_000)


@router.get("/shops/{shop}/segments", response_model=list[Segment])
def list_segments(shop: TheShop) -> Response:
    """Every saved segment, by name."""
    return answer(segments.segments(shop))


@router.put("/shops/{shop}/segments/{key}", response_model=Segment)
def put_segment(shop: TheShop, key: str, caller: Editor, change: SegmentChange) -> Response:
    """Save a condition under a name; it is read by the parser of questions first."""
    return answer(segments.put_segment(shop, key, change.name, change.where, caller.email))


@router.delete("/shops/{shop}/segments/{key}", status_code=204)
def delete_segment(shop: TheShop, key: str, _: Editor) -> Response:
    """Forget a segment; answers given with it stay as they are."""
    segments.delete_segment(shop, key)
    return Response(status_code=204)


@router.get("/shops/{shop}/values", response_model=PropertyValues)
def list_values(
    shop: TheShop,
    property: Annotated[str, Query(max_length=500)],
    search: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> Response:
    """The values that a property has, the most frequent first; of accounts by 'account.industry'."""
    return answer(values(shop.columns(), ValuesQuestion(property, search, limit)))


@router.get("/shops/{shop}/account-properties", response_model=list[AccountProperty])
def list_account_properties(shop: TheShop) -> Response:
    """What conditions may ask of companies beside their touches: `account.industry`, own fields …"""
    return answer(account_properties(shop.columns()))
