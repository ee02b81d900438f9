"""Who may sign in, asked of the running server or of the files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from etappe.app.directory import DataDirectory
from etappe.base.roles import Role
from etappe.cli.commands import part
from etappe.cli.door import own_house
from etappe.cli.options import DEFAULT_WAIT, data_directory
from etappe.cli.remote import RemoteUsers, running_server


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
        yield part("local_users").LocalUsers(house)
    finally:
        house.close()
