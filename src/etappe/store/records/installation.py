"""The installation: who may sign in, their sessions, and which shops there are."""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from pwdlib import PasswordHash
from sqlalchemy import Connection, Table, delete, func, insert, select, update

from etappe.base.clock import US_PER_SECOND, now_us
from etappe.base.errors import BadInput, Conflict, NotFound
from etappe.base.roles import ROLES, Role
from etappe.store.records.engine import Records
from etappe.store.records.installation_tables import sessions, shops, tickets, users

_hasher = PasswordHash.recommended()

PASSWORD_LENGTH = 10
"""Characters that a password somebody chooses has at least."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    email: str
    role: Role


@dataclass(frozen=True, slots=True)
class InstalledShop:
    """A shop by its short name and its title on screen."""

    name: str
    title: str


class Installation:
    """Users, sessions and shops of one data directory. Safe to use from several threads.

    Of sessions and tickets only the SHA-256 of their token is stored, of passwords their argon2id hash.
    """

    def __init__(self, records: Records) -> None:
        self._records = records

    @classmethod
    def open(cls, path_or_url: Path | str) -> "Installation":
        """Create or open it; NewerData, Busy or StorageFault if that cannot be."""
        return cls(Records.open(path_or_url, "installation"))

    def close(self) -> None:
        """Close the database."""
        self._records.close()

    def backup_to(self, path: Path) -> None:
        """Copy users and shops into a new file. Sessions stay behind: a copy signs nobody in."""
        self._records.backup_to(path)
        copy = Records.open(path, "installation")
        try:
            with copy.writing() as connection:
                for table in (sessions, tickets):
                    connection.execute(delete(table))
        finally:
            copy.close()

    def users(self) -> list[User]:
        """Everybody who may sign in, by e-mail."""
        query = select(users.c.email, users.c.role).order_by(users.c.email)
        with self._records.reading() as connection:
            return [User(*row) for row in connection.execute(query)]

    def create_user(self, email: str, password: str, role: Role) -> User:
        """Let somebody in. Conflict if the e-mail is there already, BadInput for an unknown role."""
        if role not in ROLES:
            raise BadInput(
                f"role: {role!r} is none.", next_step=f"Known: {', '.join(ROLES)}.", field="role"
            )
        user, hashed = User(_same(email), role), _hasher.hash(password)
        with self._records.writing() as connection:
            if _role_of(connection, user.email):
                raise Conflict(
                    f"{user.email} may sign in already.",
                    next_step="etappe users password EMAIL gives a new password.",
                    field="email",
                )
            row = {"email": user.email, "password": hashed, "role": role, "created_us": now_us()}
            connection.execute(insert(users).values(row))
        return user

    def set_password(self, email: str, password: str) -> None:
        """A new password; ends all sessions of that person. NotFound for an unknown e-mail."""
        hashed = _hasher.hash(password)
        with self._records.writing() as connection:
            _known(connection, email)
            one = users.c.email == _same(email)
            connection.execute(update(users).where(one).values(password=hashed))
            connection.execute(delete(sessions).where(sessions.c.email == _same(email)))

    def change_password(self, email: str, current: str, new: str, session: str) -> None:
        """A password somebody chose; ends that person's other sessions, all but the one of token `session`.

        BadInput if `current` is not the password, or `new` is too short or the same.
        """
        if self.verify(email, current) is None:
            raise BadInput(
                "current: that is not your password.",
                next_step="Forgotten? An owner gives a new one: etappe users password EMAIL",
                field="current",
            )
        if len(new) < PASSWORD_LENGTH or new == current:
            raise BadInput(
                f"new: a password has at least {PASSWORD_LENGTH} characters and differs from the one before.",
                next_step="Four unrelated words are easy to keep in mind and hard to guess.",
                field="new",
            )
        hashed, one = _hasher.hash(new), users.c.email == _same(email)
        others = (sessions.c.email == _same(email)) & (sessions.c.token != _hashed(session))
        with self._records.writing() as connection:
            connection.execute(update(users).where(one).values(password=hashed))
            connection.execute(delete(sessions).where(others))

    def remove_user(self, email: str) -> None:
        """Let somebody in no longer. Conflict for the last owner: nobody could let others in."""
        with self._records.writing() as connection:
            owners = connection.scalar(
                select(func.count()).select_from(users).where(users.c.role == "owner")
            )
            if _known(connection, email) == "owner" and owners == 1:
                raise Conflict(
                    f"{email} is the only owner.", next_step="Make somebody else owner first."
                )
            for table in (sessions, tickets, users):
                connection.execute(delete(table).where(table.c.email == _same(email)))

    def verify(self, email: str, password: str) -> User | None:
        """The user, if e-mail and password belong together. Takes as long for an unknown e-mail."""
        query = select(users).where(users.c.email == _same(email))
        with self._records.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            _hasher.hash(password)
            return None
        return User(row.email, row.role) if _hasher.verify(password, row.password) else None

    def begin_session(self, email: str, seconds: int) -> str:
        """Sign somebody in for so many seconds; returns the token, which is stored nowhere."""
        return self._give(sessions, email, seconds)

    def user_of_session(self, token: str) -> User | None:
        """Whose session it is, if it has not expired."""
        with self._records.reading() as connection:
            return _holder(connection, sessions, token)

    def end_session(self, token: str) -> None:
        """Forget a session; an unknown one is forgotten already."""
        with self._records.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token == _hashed(token)))

    def issue_ticket(self, email: str, seconds: int) -> str:
        """A ticket that signs somebody in once, within so many seconds."""
        return self._give(tickets, email, seconds)

    def redeem_ticket(self, ticket: str) -> User | None:
        """Whose ticket it is; it is used up by this."""
        with self._records.writing() as connection:
            user = _holder(connection, tickets, ticket)
            connection.execute(delete(tickets).where(tickets.c.token == _hashed(ticket)))
        return user

    def shops(self) -> list[InstalledShop]:
        """All shops, by name."""
        query = select(shops.c.name, shops.c.title).order_by(shops.c.name)
        with self._records.reading() as connection:
            return [InstalledShop(*row) for row in connection.execute(query)]

    def create_shop(self, name: str, title: str = "") -> InstalledShop:
        """Note a new shop. Conflict if the name is taken."""
        shop = InstalledShop(name, title or name)
        with self._records.writing() as connection:
            if connection.scalar(select(shops.c.name).where(shops.c.name == name)):
                raise Conflict(
                    f"There is a shop {name!r} already.", next_step="Choose another name."
                )
            row = {"name": shop.name, "title": shop.title, "created_us": now_us()}
            connection.execute(insert(shops).values(row))
        return shop

    def shop(self, name: str) -> InstalledShop:
        """One shop; NotFound names the known ones."""
        known = {shop.name: shop for shop in self.shops()}
        if name not in known:
            raise NotFound(
                f"There is no shop {name!r}.",
                next_step=f"Known: {', '.join(known) or 'none yet'}.",
                field="shop",
            )
        return known[name]

    def _give(self, table: Table, email: str, seconds: int) -> str:
        token = secrets.token_urlsafe(32)
        expires_us = now_us() + seconds * US_PER_SECOND
        with self._records.writing() as connection:
            _known(connection, email)
            connection.execute(delete(table).where(table.c.expires_us <= now_us()))
            row = {"token": _hashed(token), "email": _same(email), "expires_us": expires_us}
            connection.execute(insert(table).values(row))
        return token


def _same(email: str) -> str:
    """E-mail addresses are told apart without regard to case and surrounding blanks."""
    return email.strip().lower()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _role_of(connection: Connection, email: str) -> str | None:
    role: str | None = connection.scalar(select(users.c.role).where(users.c.email == _same(email)))
    return role


def _known(connection: Connection, email: str) -> str:
    """The role of a user who must be there."""
    role = _role_of(connection, email)
    if role is None:
        raise NotFound(
            f"{email} may not sign in.", next_step="etappe users add EMAIL", field="email"
        )
    return role


def _holder(connection: Connection, table: Table, token: str) -> User | None:
    query = (
        select(users.c.email, users.c.role)
        .join(table, table.c.email == users.c.email)
        .where(table.c.token == _hashed(token), table.c.expires_us > now_us())
    )
    row = connection.execute(query).one_or_none()
    return User(*row) if row else None
