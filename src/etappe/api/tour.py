"""GET /api/shops/{shop}/tour: the tour of the demo shop and the answers of its stops."""

from fastapi import APIRouter, Response

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.tour import Tour, TourAnswer, tour, tour_answer

router = APIRouter(tags=["tour"])


@router.get("/shops/{shop}/tour", response_model=Tour, responses=PROBLEMS)
def get_tour(shop: TheShop) -> Response:
    """The stops: page and state, question, what to try, why to trust the answer."""
    return answer(tour(shop))


@router.get("/shops/{shop}/tour/{stop}", response_model=TourAnswer, responses=PROBLEMS)
def get_tour_answer(shop: TheShop, stop: int) -> Response:
    """The answer of one stop, computed now."""
    return answer(tour_answer(shop, stop))
