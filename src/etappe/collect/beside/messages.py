"""What a server and the process beside it say to each other: msgpack, each message behind its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

import msgspec
import numpy as np

from etappe.collect.live.draft import Draft
from etappe.collect.live.way import Note, Passing, Withheld
from etappe.collect.pipeline import Passed
from etappe.store.events import CodedColumn, coded

_NUMBERS = frozenset({"occurred_at", "received_at", "value"})
_PLAIN = frozenset({"event_id", "bot", "email_verified"})
_LENGTH = 4


class Work(msgspec.Struct, array_like=True, tag=True):
    """A batch: payloads of the journal, and what `run` is told. `quiet`: nobody is forgotten or withdrew."""

    payloads: list[bytes]
    currency: str
    watched: int
    quiet: bool


class Column(msgspec.Struct, array_like=True):
    """One column: words with their numbers, or numbers with which of them are none, or just its entries."""

    name: str
    codes: bytes = b""
    words: list[str] = []
    none: bytes = b""
    plain: list[Any] | None = None


class Shown(msgspec.Struct, array_like=True):
    """One event that somebody watches, or that was dropped."""

    draft: Draft
    row: dict[str, Any]
    dropped: str | None
    notes: list[Note] | None


class Done(msgspec.Struct, array_like=True, tag=True):
    """What became of a batch."""

    columns: list[Column]
    rows: int
    kept: list[Shown]
    dropped: list[Shown]


class AskStored(msgspec.Struct, array_like=True, tag=True):
    """Which of these ids does the store have, and what order do their events name?"""

    ids: list[str]


class AskWithheld(msgspec.Struct, array_like=True, tag=True):
    """What of each of these must not be kept?"""

    drafts: list[Draft]


class Answer(msgspec.Struct, array_like=True, tag=True):
    """The answer to either."""

    stored: dict[str, str] = {}
    withheld: list[Withheld] = []
    quiet: bool = False


class Failed(msgspec.Struct, array_like=True, tag=True):
    """The batch could not be done; nothing came of it."""

    why: str


class Ready(msgspec.Struct, array_like=True, tag=True):
    """The process has begun."""


Message = Work | Done | AskStored | AskWithheld | Answer | Failed | Ready
_decoder = msgspec.msgpack.Decoder(Message)
_encoder = msgspec.msgpack.Encoder()


@dataclass(frozen=True, slots=True)
class Line:
    """Both ends of a pair of pipes."""

    hears: IO[bytes]
    says: IO[bytes]

    def say(self, message: Message) -> None:
        """Send it whole. OSError if nobody hears."""
        text = _encoder.encode(message)
        self.says.write(len(text).to_bytes(_LENGTH, "little"))
        self.says.write(text)
        self.says.flush()

    def hear(self) -> Message:
        """Wait for the next. EOFError if the other is gone."""
        length = int.from_bytes(self._read(_LENGTH), "little")
        message: Message = _decoder.decode(self._read(length))
        return message

    def _read(self, count: int) -> bytes:
        text = self.hears.read(count)
        if len(text) < count:
            raise EOFError("The other process is gone.")
        return text


def as_done(passed: Passed, watched: int) -> Done:
    """A batch as it is sent: the words of its columns numbered, of the kept events only those that are watched."""
    kept = passed.kept[-watched:] if watched else []
    return Done(
        [_column(name, entries) for name, entries in passed.columns.items()],
        passed.rows,
        [_shown(passing) for passing in kept],
        [_shown(passing) for passing in passed.dropped],
    )


def as_passed(done: Done) -> Passed:
    """The batch as `run` would have told it, but for events that nobody watches."""
    columns = {column.name: _entries(column) for column in done.columns}
    return Passed(columns, _passing(done.kept), _passing(done.dropped), done.rows)


def _column(name: str, entries: Sequence[Any]) -> Column:
    if name in _PLAIN:
        return Column(name, plain=list(entries))
    if name in _NUMBERS:
        none = np.array([entry is None for entry in entries], np.bool_)
        numbers = np.array([entry or 0 for entry in entries], np.int64)
        return Column(name, numbers.tobytes(), none=none.tobytes() if none.any() else b"")
    words = np.empty(len(entries), object)
    words[:] = entries
    column = coded(words)
    return Column(name, column.codes.astype(np.int32).tobytes(), column.words.tolist())


def _entries(column: Column) -> Any:
    if column.plain is not None:
        return column.plain
    if column.name in _NUMBERS:
        numbers = np.frombuffer(column.codes, np.int64)
        none = np.frombuffer(column.none, np.bool_)
        return np.ma.MaskedArray(numbers, none) if len(none) else numbers
    words = np.empty(len(column.words), object)
    words[:] = column.words
    return CodedColumn(np.frombuffer(column.codes, np.int32).astype(np.int64), words)


def _shown(passing: Passing) -> Shown:
    return Shown(passing.draft, passing.row, passing.dropped, passing.notes)


def _passing(shown: Sequence[Shown]) -> list[Passing]:
    return [Passing(one.draft, one.row, one.dropped, one.notes) for one in shown]
