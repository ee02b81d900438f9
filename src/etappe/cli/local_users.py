"""The users in the files, when no server runs."""

from etappe.app.house import House, new_password
from etappe.base.roles import Role


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
