"""/api/session: signing in, who am I, signing out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from etappe import __version__
from etappe.api.access import COMMAND_LINE, COOKIE, SignedIn, TheHouse
from etappe.api.answers import PROBLEMS
from etappe.api.problems import Problem
from etappe.app.house import House
from etappe.base.errors import NotAllowed, NotSignedIn
from etappe.store.records import PASSWORD_LENGTH

router = APIRouter(tags=["session"])
LOOPBACK = frozenset({"127.0.0.1", "::1"})


class Credentials(BaseModel):
    """What a person types to sign in."""

    email: str = Field(max_length=254)
    password: str = Field(max_length=1024)


class PasswordChange(BaseModel):
    """The password of now, and the one to come."""

    model_config = ConfigDict(extra="forbid")

    current: str = Field(max_length=1024)
    new: str = Field(
        max_length=1024, description=f"At least {PASSWORD_LENGTH} characters, not the present one."
    )


class ShopName(BaseModel):
    """A shop as the choice of shops shows it."""

    name: str
    title: str


class SessionView(BaseModel):
    """Who is signed in and what there is to see."""

    email: str
    role: str
    version: str
    shops: list[ShopName]


@router.post(
    "/session",
    response_model=SessionView,
    responses=PROBLEMS | {429: {"model": Problem, "description": "Too many wrong tries."}},
)
def sign_in(
    credentials: Credentials, request: Request, response: Response, house: TheHouse
) -> SessionView:
    """Sign in; the session lies in a cookie that scripts cannot read.

    After ten wrong tries for an e-mail from one address the next has to wait; `Retry-After` says how long.
    """
    address = request.client.host if request.client else ""
    user = house.sign_ins.verify(credentials.email, credentials.password, address)
    if user is None:
        raise NotSignedIn("E-mail or password is wrong.", next_step="etappe users password EMAIL")
    _keep(response, house, user.email)
    return _view(house, user.email, user.role)


@router.get("/session", response_model=SessionView, responses=PROBLEMS)
def who_am_i(caller: SignedIn, house: TheHouse) -> SessionView:
    """The present session."""
    return _view(house, caller.email, caller.role)


@router.put("/session/password", status_code=204, responses=PROBLEMS)
def change_password(
    caller: SignedIn, passwords: PasswordChange, request: Request, house: TheHouse
) -> Response:
    """Choose another password; ends all other sessions of this person."""
    if caller == COMMAND_LINE:
        raise NotAllowed(
            "The command line has no password.", next_step="etappe users password EMAIL"
        )
    token = request.cookies.get(COOKIE, "")
    house.installation.change_password(caller.email, passwords.current, passwords.new, token)
    return Response(status_code=204)


@router.delete("/session", status_code=204, responses=PROBLEMS)
def sign_out(_: SignedIn, request: Request, house: TheHouse) -> Response:
    """End this session everywhere, not only in this browser."""
    house.installation.end_session(request.cookies.get(COOKIE, ""))
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.get("/session/ticket", include_in_schema=False)
def redeem_ticket(
    ticket: Annotated[str, Query(max_length=200)], request: Request, house: TheHouse
) -> Response:
    """Sign in by a ticket that `etappe demo` printed: once, and only from this very machine."""
    if request.client is None or request.client.host not in LOOPBACK:
        raise NotAllowed("A ticket works only on the machine that printed it.")
    user = house.installation.redeem_ticket(ticket)
    if user is None:
        return RedirectResponse("/sign-in", 303)
    response = RedirectResponse("/", 303)
    _keep(response, house, user.email)
    return response


def _keep(response: Response, house: House, email: str) -> None:
    seconds = house.settings.session_days * 86_400
    token = house.installation.begin_session(email, seconds)
    response.set_cookie(
        COOKIE,
        token,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=house.settings.secure_cookies,
        path="/",
    )


def _view(house: House, email: str, role: str) -> SessionView:
    shops = [ShopName(name=name, title=house.title_of(name)) for name in house.shop_names()]
    return SessionView(email=email, role=role, version=__version__, shops=shops)
