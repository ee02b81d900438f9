"""Errand: a process of its own that reads one file for a server: looks at it, or brings it in.

Run as `python -P -m etappe.collect.errand`. It reads one task as a line of JSON, then writes lines of JSON: calls, each of
which is answered by a line, and tellings, which are not. A crash or a file of any size harms this process alone.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from etappe.base.errors import EtappeError, as_problem, from_problem
from etappe.collect.importing import run_import
from etappe.collect.inspection import inspect
from etappe.collect.wish import Defaults, Wish, mapping_of, options_of
from etappe.store.events import AdvertisingDay, ImportState, Receipt


class Task(msgspec.Struct, frozen=True):
    """What to do with which file. `folder` becomes the working folder; `file` is a bare name in it."""

    do: str
    folder: str
    file: str
    wish: dict[str, Any]
    default_currency: str
    default_zone: str
    first_look: str
    rejects: str
    batch_rows: int = 250_000


class _Talk:
    """Lines to and from the server. A server that is gone ends the errand by a BrokenPipeError or EOFError."""

    def __init__(self, hears: BinaryIO, says: BinaryIO) -> None:
        self._hears, self._says = hears, says

    def tell(self, **what: Any) -> None:
        """Say something that wants no answer."""
        self._says.write(msgspec.json.encode(what) + b"\n")
        self._says.flush()

    def call(self, **what: Any) -> Any:
        """Say something and wait for the answer; a problem is raised as the error it was."""
        self.tell(**what)
        line = self._hears.readline()
        if not line:
            raise EOFError("The server is gone.")
        answer = msgspec.json.decode(line)
        if "problem" in answer:
            raise from_problem(answer["problem"])
        return answer["answer"]


class _FarSink:
    """The shop, as an import sees it from here."""

    def __init__(self, talk: _Talk, again: bool) -> None:
        self._talk, self._again = talk, again

    def begin(self, name: str, digest: str, mapping: str, rows: int | None) -> ImportState:
        """Begin, or find how far it came."""
        state = self._talk.call(
            say="begin", name=name, digest=digest, mapping=mapping, rows=rows, again=self._again
        )
        return msgspec.convert(state, ImportState)

    def append(self, batch: Path, import_id: int, rows_done: int) -> Receipt:
        """Hand over one batch; it is durable when this returns."""
        receipt = self._talk.call(
            say="append", batch=str(batch), import_id=import_id, rows_done=rows_done
        )
        return msgspec.convert(receipt, Receipt)

    def finish(self, import_id: int, report: str) -> None:
        """The file is in."""
        self._talk.call(say="finish", import_id=import_id, report=report)

    def put_advertising(self, rows: Sequence[AdvertisingDay]) -> int:
        """Hand over advertising figures."""
        return int(self._talk.call(say="advertising", rows=[msgspec.to_builtins(r) for r in rows]))


def main() -> None:
    """Do one task; what goes wrong is told as a problem."""
    talk = _Talk(sys.stdin.buffer, sys.stdout.buffer)
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    os.chdir(task.folder)
    os.umask(0o077)
    try:
        wish = msgspec.convert(task.wish, Wish)
        if task.do == "inspect":
            shop = Defaults(task.default_currency, task.default_zone)
            seen = inspect(Path(task.file), wish, shop, Path(task.first_look))
            talk.tell(say="inspection", inspection=seen)
        else:
            _bring_in(task, wish, talk)
    except EtappeError as error:
        talk.tell(say="problem", problem=as_problem(error))
    except (BrokenPipeError, EOFError):
        sys.exit(1)


def _bring_in(task: Task, wish: Wish, talk: _Talk) -> None:
    rejected = 0

    def on_reject() -> None:
        nonlocal rejected
        rejected += 1

    def progress(done: int, total: int | None, _: int) -> None:
        talk.tell(say="progress", done=done, total=total, rejected=rejected)

    shop = Defaults(task.default_currency, task.default_zone)
    options = replace(
        options_of(wish, shop, Path(task.rejects)),
        on_reject=on_reject,
        first_look=Path(task.first_look),
        batch_rows=task.batch_rows,
    )
    sink = _FarSink(talk, wish.again)
    report = run_import([Path(task.file)], mapping_of(wish, shop), sink, progress, options)
    talk.tell(say="report", report=report.files[0])


if __name__ == "__main__":
    main()
