"""/api/shops/{shop}/rejected: what arrived and was not kept, by reason and day, with examples."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.rejected import MOST_DAYS, MOST_SAMPLES, Rejected, rejected, rejected_csv
from etappe.base.messages import Language

router = APIRouter(tags=["sources"], responses=PROBLEMS)

Days = Annotated[
    int,
    Query(
        ge=1,
        le=MOST_DAYS,
        description="So many days back, today included, in the shop's time zone.",
    ),
]


@router.get("/shops/{shop}/rejected", response_model=Rejected)
def get_rejected(
    shop: TheShop,
    reason: Annotated[str, Query(max_length=100)] = "",
    days: Days = 30,
    limit: Annotated[int, Query(ge=0, le=MOST_SAMPLES, description="So many examples.")] = 50,
) -> Response:
    """Counts by reason, day and source, and the latest examples; personal values are masked for everybody."""
    return answer(rejected(shop, reason, days, limit))


@router.get(
    "/shops/{shop}/rejected.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
def get_rejected_csv(shop: TheShop, days: Days = 30, language: Language = "de") -> Response:
    """The counts as a table; no examples."""
    name = f'attachment; filename="{shop.name}-rejected.csv"'
    return Response(
        rejected_csv(shop, language, days),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )
