"""The one writer thread of a shop's events: takes what waits, commits it together, answers each caller."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import duckdb
from duckdb import DuckDBPyConnection as Connection

from etappe.base.clock import US_PER_DAY, now_us
from etappe.base.errors import BadInput, StorageFault
from etappe.store.events.append import Append, Remembered, append_group, load_recent
from etappe.store.events.database import first, is_fatal, storage_errors, transaction
from etappe.store.events.hashing import Hashing
from etappe.store.events.known import KnownWords
from etappe.store.events.recent import RecentIds
from etappe.store.events.sealing import Vault
from etappe.store.events.values import Receipt

Result = TypeVar("Result")

_GROUP_ROWS = 100_000
_GROUP_APPENDS = 1_000


@dataclass(slots=True)
class _AppendJob:
    append: Append
    answer: "Future[Receipt]" = field(default_factory=Future)


@dataclass(slots=True)
class _OtherJob:
    work: Callable[[Connection], Any]
    answer: "Future[Any]" = field(default_factory=Future)


@dataclass(slots=True)
class _SwapJob:
    swap: Callable[[Connection], Connection]
    answer: "Future[None]" = field(default_factory=Future)


_Job = _AppendJob | _OtherJob | _SwapJob | None


class Writer:
    """Owns the writing connection; everything that changes the file goes through its queue."""

    def __init__(
        self,
        path: Path,
        connection: Connection,
        hashing: Hashing,
        reopen: Callable[[], Connection],
        vault: Vault | None = None,
    ) -> None:
        self._path = path
        self._connection = connection
        self.hashing = hashing
        self._vault = vault
        self._reopen = reopen
        self._queue: SimpleQueue[_Job] = SimpleQueue()
        self._held: _Job = None
        self._recent: RecentIds | None = None
        self._recent_since = 0
        self._words = KnownWords()
        self._closed = False
        self._shut = False
        self.last_seq = _last_seq(connection)
        self._thread = Thread(target=self._run, name=f"writer of {path.name}", daemon=True)
        self._thread.start()

    def append(self, append: Append) -> Receipt:
        """Queue the batch and wait until it is durable."""
        job = _AppendJob(append)
        self._put(job)
        return job.answer.result()

    def run(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` in a transaction of the writer thread and wait for its result."""
        job = _OtherJob(work)
        self._put(job)
        result: Result = job.answer.result()
        return result

    def replace(self, swap: Callable[[Connection], Connection]) -> None:
        """Have the connection exchanged between two transactions, and wait for it; `swap` returns the new one."""
        job = _SwapJob(swap)
        self._put(job)
        job.answer.result()

    def hash_by(self, hashing: Hashing) -> None:
        """Hash otherwise from now on; only within `run`."""
        self.hashing = hashing

    def close(self) -> None:
        """Finish what is queued, then stop."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()
            self._connection.close()

    def _put(self, job: _Job) -> None:
        if self._closed:
            raise StorageFault(f"{self._path}: is closed.", next_step="Open the shop again.")
        self._queue.put(job)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            if isinstance(job, _OtherJob):
                self._do_other(job)
            elif isinstance(job, _SwapJob):
                self._do_swap(job)
            else:
                self._do_appends(self._gather(job))

    def _next(self) -> _Job:
        held, self._held = self._held, None
        return held or self._queue.get()

    def _gather(self, first: _AppendJob) -> list[_AppendJob]:
        """`first` and the column batches waiting behind it; a Parquet batch is a group of its own."""
        group, rows = [first], first.append.batch.rows
        if isinstance(first.append.batch.source, Path):
            return group
        while rows < _GROUP_ROWS and len(group) < _GROUP_APPENDS:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if not isinstance(job, _AppendJob) or isinstance(job.append.batch.source, Path):
                # Put aside for the next round; None (close) is put back, nothing comes behind it.
                self._held = job
                if job is None:
                    self._queue.put(None)
                break
            group.append(job)
            rows += job.append.batch.rows
        return group

    def _do_other(self, job: _OtherJob) -> None:
        # Whatever is done may change which words have which numbers.
        self._words.forget()
        try:
            with storage_errors(self._path):
                self._reconnect()
                with transaction(self._connection):
                    result = job.work(self._connection)
            job.answer.set_result(result)
        except BaseException as error:
            self._recover(error)
            job.answer.set_exception(error)

    def _do_swap(self, job: _SwapJob) -> None:
        self._words.forget()
        try:
            with storage_errors(self._path):
                self._reconnect()
                self._connection = job.swap(self._connection)
            job.answer.set_result(None)
        except BaseException as error:
            # Whatever became of the connection: the next job opens the file again.
            self._shut = True
            job.answer.set_exception(error)

    def _do_appends(self, group: list[_AppendJob]) -> None:
        try:
            receipts = self._append([job.append for job in group])
        except BaseException as error:
            self._recover(error)
            if len(group) > 1 and not isinstance(error, StorageFault):
                # One bad batch must not fail its neighbours: each alone says whose fault it was.
                for job in group:
                    self._do_appends([job])
                return
            for job in group:
                job.answer.set_exception(error)
            return
        for job, receipt in zip(group, receipts, strict=True):
            job.answer.set_result(receipt)

    def _append(self, appends: list[Append]) -> list[Receipt]:
        with storage_errors(self._path):
            self._reconnect()
            try:
                remembered = Remembered(self._recent_ids(), self._words)
                receipts = append_group(
                    self._connection, appends, self.last_seq, remembered, self.hashing, self._vault
                )
            except (duckdb.ConversionException, duckdb.InvalidInputException) as error:
                raise BadInput(
                    f"A batch does not fit the event row: {error}",
                    next_step="Compare its columns and types with the event row.",
                ) from error
        self.last_seq = receipts[-1].last_seq
        return receipts

    def _recent_ids(self) -> RecentIds:
        """Built at the first append; once a day anew, so that ids older than 7 days leave."""
        if self._recent is None or now_us() - self._recent_since > US_PER_DAY:
            self._recent, self._recent_since = load_recent(self._connection), now_us()
        return self._recent

    def _recover(self, error: BaseException) -> None:
        """After a fatal error the database has shut itself; let go of it, the next job opens it again."""
        self._words.forget()
        if is_fatal(error) or is_fatal(error.__cause__ or error):
            self._shut = True
            with suppress(duckdb.Error):
                self._connection.close()

    def _reconnect(self) -> None:
        """Open the file anew if need be. While a reader still holds the shut database this fails: try again."""
        if self._shut:
            self._connection = self._reopen()
            self._recent, self._shut = None, False
            self.last_seq = _last_seq(self._connection)


def _last_seq(connection: Connection) -> int:
    query = (
        "SELECT greatest((SELECT max(seq) FROM events), (SELECT max(last_seq) FROM high_water), 0)"
    )
    last: int = first(connection, query)[0]
    return last
