"""/api/shops/{shop}/people: lists of persons, one person's page, and its opening."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.analysis.people import MOST, People
from etappe.analysis.people_of import GROUPS
from etappe.analysis.person import PersonPage
from etappe.api.access import Editor, Owner, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.api.questions import ScopeQuery
from etappe.app.person import open_person, person_page
from etappe.store.records import Opening

router = APIRouter(tags=["people"], responses=PROBLEMS)
_OF: list[Any] = ["", *GROUPS]


class PeopleQuery(ScopeQuery):
    """Who is in scope, who stands behind one figure of another analysis, whom a search finds."""

    of: str = Field("", description="The other analysis.", json_schema_extra={"enum": _OF})
    q: str = Field("", description="Its own parameters, as in its address: steps=a&steps=b.")
    part: str = Field("", description="Which figure: reached, lost, node, edge, path, stage …")
    name: list[str] = Field(default_factory=list, description="What the figure is of, key by key.")
    step: int | None = Field(None, description="Step of a funnel, from 1.")
    value: str = Field("", description="Group of a funnel that is split.")
    search: str = Field("", max_length=320, description="Key, order, e-mail, number of a person.")
    sort: Literal["seen", "value"] = "seen"
    limit: int = Field(50, ge=1, le=MOST)
    cursor: str = ""


class PersonQuery(BaseModel):
    """How to read the person's journeys."""

    model_config = ConfigDict(extra="forbid")

    stages: str = Field("", description="Key of the stage model.")
    conversion: str = Field("", description="The event that counts as converted.")


class OpeningsPage(BaseModel):
    """The latest openings; `next` asks for the following page."""

    openings: list[Opening]
    next: str | None


@router.get("/shops/{shop}/people", response_model=People)
def get_people(shop: TheShop, query: Annotated[PeopleQuery, Query()]) -> Response:
    """Persons, the latest seen first; keys are masked."""
    return answer(shop.ask("people", query.given()))


@router.get("/shops/{shop}/people/{person}", response_model=PersonPage)
def get_person(shop: TheShop, person: str, query: Annotated[PersonQuery, Query()]) -> Response:
    """One person's page by number or any key; personal keys and properties are masked."""
    return answer(person_page(shop, person, query.model_dump()))


@router.post("/shops/{shop}/people/{person}/opening", response_model=PersonPage)
def open_the_person(
    shop: TheShop, person: str, caller: Editor, query: Annotated[PersonQuery, Query()]
) -> Response:
    """The same with personal keys and properties as they are. Who opened whom when is logged."""
    return answer(open_person(shop, person, query.model_dump(), caller.email))


@router.get("/shops/{shop}/openings", response_model=OpeningsPage)
def list_openings(
    shop: TheShop,
    _: Owner,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    cursor: Annotated[int | None, Query(ge=0)] = None,
) -> Response:
    """Who opened whom, the latest first."""
    found = shop.records.openings.latest(limit + 1, cursor)
    shown = found[:limit]
    following = str(shown[-1].id) if len(found) > limit else None
    return answer({"openings": shown, "next": following})
