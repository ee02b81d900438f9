"""Opening a records database: the one place that knows it is SQLite, its migrations and its errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from etappe.base.errors import BadInput, Busy, NewerData, StorageFault

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 5000",
    # What is deleted is overwritten: the file holds personal data.
    "secure_delete = ON",
)


class Records:
    """One records database, open: reads see the last commit, writes are all or nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._name = _name(engine.url)

    @classmethod
    def open(cls, path_or_url: Path | str, migrations: str) -> "Records":
        """Create or open the database and run the migrations of the folder `migrations` it lacks.

        Raises NewerData if a newer Etappe wrote it, Busy if another process holds it, else StorageFault.
        """
        url = _url(path_or_url)
        engine = create_engine(url)
        if url.get_backend_name() == "sqlite":
            _tell_sqlite(engine)
        try:
            with _storage_errors(_name(url)), engine.connect() as connection:
                _migrate(connection, migrations, _name(url))
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def backup_to(self, path: Path) -> None:
        """Copy the database as it is now into a new file. PostgreSQL is copied with its own tools."""
        if self._engine.url.get_backend_name() != "sqlite":
            raise BadInput(
                f"{self._name} is not a file.", next_step="Copy it with the database's own tools."
            )
        with self.reading() as connection, closing(sqlite3.connect(path)) as copy:
            original = connection.connection.driver_connection
            assert isinstance(original, sqlite3.Connection)
            original.backup(copy)

    def rewrite(self) -> None:
        """Write the file anew and empty its log: afterwards nothing deleted is left in either."""
        if self._engine.url.get_backend_name() != "sqlite":
            return
        with _storage_errors(self._name), self._engine.connect() as connection:
            plain = connection.connection.driver_connection
            assert isinstance(plain, sqlite3.Connection)
            plain.execute("VACUUM")
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions."""
        with _storage_errors(self._name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are committed at the end, or taken back on an error."""
        with (
            _storage_errors(self._name),
            self._engine.execution_options(immediate=True).begin() as connection,
        ):
            yield connection


def _url(path_or_url: Path | str) -> URL:
    if isinstance(path_or_url, str) and "://" in path_or_url:
        return make_url(path_or_url)
    return URL.create("sqlite", database=str(path_or_url))


def _name(url: URL) -> str:
    """What errors call the database: never with its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()


def _tell_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(dbapi_connection: Any, _: Any) -> None:
        # The driver must not begin by itself: it would leave changes of the schema outside the transaction.
        dbapi_connection.isolation_level = None
        for pragma in _PRAGMAS:
            dbapi_connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: one that read first could not wait for it any more.
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _migrate(connection: Connection, migrations: str, name: str) -> None:
    with as_file(files("etappe.store.records").joinpath("migrations", migrations)) as folder:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        scripts = ScriptDirectory.from_config(config)
        current = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in scripts.walk_revisions()}
        if current is not None and current not in known:
            raise NewerData(
                f"{name}: was written by a newer Etappe (revision {current}).",
                next_step="Update Etappe, then open it again; nothing was changed.",
            )
        if current != scripts.get_current_head():
            connection.rollback()
            with connection.execution_options(immediate=True).begin():
                command.upgrade(config, "head")


@contextmanager
def _storage_errors(name: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        text = str(error.orig).lower()
        if "locked" in text or "busy" in text:
            raise Busy(
                f"{name}: another process is writing it.", next_step="Try again in a moment."
            ) from error
        next_steps = {
            "full": "Make room on that disk and repeat; nothing was half-done.",
            "readonly": "Give the user that runs Etappe the right to write this folder and file.",
            "unable to open": "Check that the folder exists and may be written by this user.",
        }
        next_step = next(
            (step for word, step in next_steps.items() if word in text),
            "If the file is damaged, restore the last backup: etappe restore.",
        )
        raise StorageFault(
            f"{name}: the records cannot be used ({error.orig}).", next_step=next_step
        ) from error
