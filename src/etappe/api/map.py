"""GET /api/shops/{shop}/map, as JSON, SVG or PNG."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery
from etappe.maps.png import to_png
from etappe.maps.svg import to_svg
from etappe.maps.value import JourneyMap

router = APIRouter(tags=["maps"])


class MapQuery(ScopeQuery):
    """The as-is map: as line or as loop, in one language, on light or dark ground."""

    language: Literal["de", "en"] | None = Field(None, description="Default: the shop's own.")
    loop: bool | None = Field(None, description="As a cycle; default: as the stage model says.")


class PictureQuery(MapQuery):
    """The map as a picture."""

    theme: Literal["light", "dark"] = "light"

    def drawn(self) -> dict[str, Any]:
        """What the map itself is asked; the theme is for its picture."""
        return self.model_dump(by_alias=True, exclude_unset=True, exclude={"theme", "scale"})


class PngQuery(PictureQuery):
    """The map in pixels."""

    scale: float = Field(2, ge=0.5, le=4, description="Pixels per unit.")


@router.get("/shops/{shop}/map", response_model=JourneyMap, responses=PROBLEMS)
def get_map(shop: TheShop, query: Annotated[MapQuery, Query()]) -> Response:
    """The as-is map as a value: stages, lanes, cells with their evidence."""
    return answer(shop.draw(query.given()))


@router.get("/shops/{shop}/map.svg", responses=PROBLEMS, response_class=Response)
def get_map_svg(shop: TheShop, query: Annotated[PictureQuery, Query()]) -> Response:
    """The as-is map as SVG."""
    return Response(to_svg(shop.draw(query.drawn()), query.theme), media_type="image/svg+xml")


@router.get("/shops/{shop}/map.png", responses=PROBLEMS, response_class=Response)
def get_map_png(shop: TheShop, query: Annotated[PngQuery, Query()]) -> Response:
    """The as-is map as PNG."""
    svg = to_svg(shop.draw(query.drawn()), query.theme)
    return Response(to_png(svg, query.scale), media_type="image/png")
