"""Secrets of a shop beside its salt: kept by name, in the shop's records."""

from sqlalchemy import delete, insert, select

from etappe.store.records.data_keys import secrets_table
from etappe.store.records.engine import Records


class Secrets:
    """A few secrets by name."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def get(self, name: str) -> bytes | None:
        """The secret of that name, None if there is none."""
        query = select(secrets_table.c.secret).where(secrets_table.c.name == name)
        with self._records.reading() as connection:
            kept = connection.scalar(query)
        return None if kept is None else bytes(kept)

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret in the place of the one there was."""
        with self._records.writing() as connection:
            connection.execute(delete(secrets_table).where(secrets_table.c.name == name))
            connection.execute(insert(secrets_table).values(name=name, secret=secret))

    def names(self) -> list[str]:
        """The names of all, in their order."""
        query = select(secrets_table.c.name).order_by(secrets_table.c.name)
        with self._records.reading() as connection:
            return list(connection.scalars(query))

    def drop(self, name: str) -> None:
        """Forget it."""
        with self._records.writing() as connection:
            connection.execute(delete(secrets_table).where(secrets_table.c.name == name))
