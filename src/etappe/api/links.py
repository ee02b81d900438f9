"""/api/shops/{shop}/links: links, QR and coupon codes; /l/…: where a short one leads."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse

from etappe.api.access import Editor, TheHouse, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.links import (
    Link,
    MediumChoice,
    links,
    make_link,
    media_choices,
    put_away,
    qr_of,
    target_of,
)

router = APIRouter(tags=["links"], responses=PROBLEMS)
short_links = APIRouter()
Number = Annotated[int, Path(alias="id", ge=1, le=2**53 - 1)]


class LinkWish(BaseModel):
    """A link to make. Without `campaign` one is made from the name; `code` is a coupon code, if there is one."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    target: str = Field(max_length=1_500, description="The page it leads to, with https://.")
    medium: str = Field(max_length=40, description="poster, packaging, radio … (see link-media)")
    campaign: str = Field("", max_length=80)
    code: str = Field("", max_length=40)


@router.get("/shops/{shop}/link-media", response_model=list[MediumChoice])
def list_link_media(shop: TheShop) -> Response:
    """The media that links can be made for, with the channel that their visits count as."""
    return answer(media_choices(shop))


@router.get("/shops/{shop}/links", response_model=list[Link])
def list_links(shop: TheShop) -> Response:
    """Every link with the visits, orders and revenue it brought, the latest first."""
    return answer(links(shop))


@router.post("/shops/{shop}/links", response_model=Link, status_code=201)
def make_a_link(shop: TheShop, caller: Editor, wish: LinkWish) -> Response:
    """Make a link, with a coupon code if one is named."""
    made = answer(make_link(shop, wish.model_dump(), caller.email))
    made.status_code = 201
    return made


@router.get("/shops/{shop}/links/{id}/qr", response_class=Response)
def get_qr_code(
    shop: TheShop,
    request: Request,
    id_: Number,
    kind: Literal["svg", "png"] = "svg",
    short: Annotated[
        bool, Query(description="Of the short address on this server: a smaller picture.")
    ] = False,
) -> Response:
    """The QR code of a link."""
    made = qr_of(shop, id_, kind, str(request.base_url) if short else "")
    media = "image/png" if kind == "png" else "image/svg+xml"
    return Response(made, media_type=media)


@router.delete("/shops/{shop}/links/{id}", status_code=204)
def put_link_away(shop: TheShop, _: Editor, id_: Number) -> Response:
    """Offer a link no longer; printed ones go on working and counting."""
    put_away(shop, id_)
    return Response(status_code=204)


@short_links.get("/l/{shop}/{short}", include_in_schema=False)
def follow_short_link(
    house: TheHouse,
    shop: Annotated[str, Path(max_length=80)],
    short: Annotated[str, Path(max_length=16)],
) -> Response:
    """Lead on to the target of a short link; open to everybody, and to the shop's own targets alone."""
    return RedirectResponse(target_of(house.shop(shop), short), status_code=302)
