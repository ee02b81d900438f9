"""Who asks: the session cookie of a browser or the token of the machine's own command line."""

import hmac
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Path, Request

from etappe.app.house import House
from etappe.app.shop import Shop
from etappe.base.errors import NotAllowed, NotSignedIn
from etappe.base.roles import ROLES, Role

COOKIE = "etappe_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may ask. The command line of the machine itself acts as owner."""

    email: str
    role: Role


COMMAND_LINE = Caller("command line", "owner")


def house_of(request: Request) -> House:
    """The house that this application serves."""
    return cast(House, request.app.state.house)


def caller_of(request: Request) -> Caller:
    """The caller, or NotSignedIn. A change from another site's page is refused (CSRF)."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(token.encode(), request.app.state.token.encode()):
        return COMMAND_LINE
    user = house_of(request).installation.user_of_session(request.cookies.get(COOKIE, ""))
    if user is None:
        raise NotSignedIn("You are not signed in.", next_step="POST /api/session, or the UI.")
    if request.method not in SAFE_METHODS and not _same_site(request):
        raise NotAllowed("This change came from another site's page.", next_step="Use the UI.")
    return Caller(user.email, user.role)


def _same_site(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == request.headers.get("host")


def _at_least(role: Role, caller: Caller) -> Caller:
    if ROLES.index(caller.role) < ROLES.index(role):
        raise NotAllowed(
            f"The role {caller.role!r} may not do that.",
            next_step=f"Ask an owner for the role {role!r}.",
        )
    return caller


SignedIn = Annotated[Caller, Depends(caller_of)]


def editor(caller: SignedIn) -> Caller:
    """A caller who may change words, settings and data."""
    return _at_least("editor", caller)


def owner(caller: SignedIn) -> Caller:
    """A caller who may also manage users."""
    return _at_least("owner", caller)


def local_owner(caller: SignedIn) -> Caller:
    """The command line of this machine: it may name paths, which nobody may over the network."""
    if caller != COMMAND_LINE:
        raise NotAllowed("Only the command line of the server's own machine may do that.")
    return caller


LocalOwner = Annotated[Caller, Depends(local_owner)]
Editor = Annotated[Caller, Depends(editor)]
Owner = Annotated[Caller, Depends(owner)]
TheHouse = Annotated[House, Depends(house_of)]


def shop_of(
    request: Request, _: SignedIn, shop: Annotated[str, Path(description="The shop's name.")]
) -> Shop:
    """The shop of the address; NotFound unless it exists."""
    return house_of(request).shop(shop)


TheShop = Annotated[Shop, Depends(shop_of)]
