"""/api/shops/{shop}/live: events as they arrive, with the steps each passed and the person it went to."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.live import Live, live

router = APIRouter(tags=["sources"], responses=PROBLEMS)


@router.get("/shops/{shop}/live", response_model=Live)
def get_live(
    shop: TheShop,
    after: Annotated[
        int, Query(ge=0, le=2**53 - 1, description="`cursor` of the answer before.")
    ] = 0,
) -> Response:
    """The latest events (at most 200), or what changed since `after`; personal values are masked for everybody.

    Ask again every second with the cursor: plain questions pass every proxy, which streams do not.
    """
    return answer(live(shop, after))
