"""The door to a running server: the public API, with the token that lies beside the data."""

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import httpx2
import msgspec

from etappe.app.directory import DataDirectory, ServerAddress
from etappe.base.errors import BadInput, Busy, Conflict, EtappeError, NotFound
from etappe.base.roles import Role
from etappe.cli.commands import part

if TYPE_CHECKING:
    from etappe.collect.sink import Sink

_KINDS: dict[int, type[EtappeError]] = {404: NotFound, 409: Conflict, 503: Busy}
_SERVER_FAULT = 500


def running_server(directory: DataDirectory) -> ServerAddress | None:
    """The server that owns the directory, if it answers; a stale address counts as none.

    It is asked something that needs the token: another installation may have taken the same port since.
    """
    address = directory.address()
    if address is None:
        return None
    known = {"Authorization": f"Bearer {address.token}"}
    try:
        # The environment's proxies are for the outside; this is the machine itself.
        with httpx2.Client(trust_env=False, timeout=5, headers=known) as client:
            healthy = client.get(f"{address.url}/api/users").status_code == httpx2.codes.OK
    except httpx2.HTTPError:
        return None
    return address if healthy else None


class Server:
    """A connection to the running server; errors arrive as the same named errors."""

    def __init__(self, address: ServerAddress) -> None:
        self._client = httpx2.Client(
            base_url=address.url,
            headers={"Authorization": f"Bearer {address.token}"},
            trust_env=False,
            timeout=httpx2.Timeout(10, read=3600, write=3600),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def call(self, method: str, address: str, **kwargs: Any) -> bytes:
        """One request; the body of a good answer."""
        try:
            response = self._client.request(method, address, **kwargs)
        except httpx2.HTTPError as error:
            raise Busy(
                f"The server stopped answering ({error}).",
                next_step="Look at its terminal; the same command goes on where it was.",
            ) from error
        if response.is_success:
            return response.content
        raise _error_of(response)


class RemoteDoor(Server):
    """Asks over HTTP what LocalDoor asks by call."""

    def __init__(self, address: ServerAddress, shop: str) -> None:
        super().__init__(address)
        self._shop = shop

    def ask(self, name: str, params: Mapping[str, Any]) -> bytes:
        """GET the analysis."""
        return self.send("GET", name, params=params)

    def draw(self, kind: str, params: Mapping[str, Any]) -> bytes:
        """GET the map."""
        return self.send("GET", "map" if kind == "json" else f"map.{kind}", params=params)

    def picture(self, what: str, **params: Any) -> bytes:
        """GET a picture of a resource."""
        return self.send("GET", what, params=params)

    def read(self, what: str, **params: Any) -> Any:
        """GET a resource."""
        return msgspec.json.decode(self.send("GET", what, params=params))

    def write(self, what: str, value: Any) -> Any:
        """PUT a resource; the shop itself is patched."""
        method = "PUT" if what else "PATCH"
        return decoded(self.send(method, _address(what), json=value))

    def act(self, what: str, value: Any = None) -> Any:
        """POST what is to be done."""
        return decoded(self.send("POST", what, json=value))

    def file(self, what: str, wish: Any, params: Mapping[str, str]) -> bytes:
        """POST a wish, or GET without one, for a file."""
        if wish is None:
            return self.send("GET", what, params=params)
        return self.send("POST", what, json=wish, params=params)

    def delete(self, what: str) -> None:
        """DELETE a resource."""
        self.send("DELETE", _address(what))

    def intake(self, *, again: bool = False) -> "Sink":
        """The imports of the shop."""
        sink: Sink = part("remote_intake").RemoteIntake(self.send, again)
        return sink

    def send(self, method: str, path: str, **kwargs: Any) -> bytes:
        """One request about the shop; the body of a good answer."""
        address = f"/api/shops/{quote(self._shop)}" + (f"/{path}" if path else "")
        return self.call(method, address, **kwargs)


class RemoteUsers(Server):
    """The users of the server's installation."""

    def all(self) -> list[dict[str, str]]:
        """E-mail and role of everybody."""
        users: list[dict[str, str]] = decoded(self.call("GET", "/api/users"))
        return users

    def add(self, email: str, role: Role) -> str:
        """Let somebody in; returns the password."""
        body = {"email": email, "role": role}
        return str(decoded(self.call("POST", "/api/users", json=body))["password"])

    def renew(self, email: str) -> str:
        """A new password; ends that person's sessions."""
        return str(decoded(self.call("POST", f"/api/users/{quote(email)}/password"))["password"])

    def remove(self, email: str) -> None:
        """Let somebody in no longer."""
        self.call("DELETE", f"/api/users/{quote(email)}")


def _address(what: str) -> str:
    """'event-words/NAME' as an address: a shop's event names may hold blanks, '?' and '#'."""
    collection, slash, name = what.partition("/")
    return collection + slash + quote(name, safe="")


def decoded(content: bytes) -> Any:
    """The value of a body; None for an empty one."""
    return msgspec.json.decode(content) if content else None


def _error_of(response: httpx2.Response) -> EtappeError:
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    detail = problem.get("detail") or f"The server answered {response.status_code}."
    kind = _KINDS.get(response.status_code)
    if kind is None:
        kind = EtappeError if response.status_code >= _SERVER_FAULT else BadInput
    return kind(detail, next_step=problem.get("next_step", ""), field=problem.get("field", ""))
