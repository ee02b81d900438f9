"""Who may sign in, asked of the running server or of the files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from etappe.app.directory import DataDirectory
from etappe.app.house import House, new_password
from etappe.cli.door import own_house
from etappe.cli.options import DEFAULT_WAIT, data_directory
from etappe.cli.remote import RemoteUsers, running_server
from etappe.store.records import Role


class Users(Protocol):
    """The users of an installation."""

    def all(self) -> list[dict[str, str]]:
        """E-mail and role of everybody."""

    def add(self, email: str, role: Role) -> str:
        """Let somebody in; returns the password."""

    def renew(self, email: str) -> str:
        """A new password."""

    def remove(self, email: str) -> None:
        """Let somebody in no longer."""


class LocalUsers:
    """The users in the files."""

    def __init__(self, house: House) -> None:
        self._installation = house.installation

    def all(self) -> list[dict[str, str]]:
        """E-mail and role of everybody."""
        return [{"email": user.email, "role": user.role} for user in self._installation.users()]

    def add(self, email: str, role: Role) -> str:
        """Let somebody in; returns the password."""
        password = new_password()
        self._installation.create_user(email, password, role)
        return password

    def renew(self, email: str) -> str:
        """A new password; ends that person's sessions."""
        password = new_password()
        self._installation.set_password(email, password)
        return password

    def remove(self, email: str) -> None:
        """Let somebody in no longer."""
        self._installation.remove_user(email)


@contextmanager
def sign_ins(data: Path | None) -> Iterator[Users]:
    """The users, by the server if one runs."""
    directory = DataDirectory(data_directory(data))
    server = running_server(directory)
    if server is not None:
        with RemoteUsers(server) as users:
            yield users
        return
    house = own_house(directory.root, DEFAULT_WAIT)
    try:
        yield LocalUsers(house)
    finally:
        house.close()
