"""Errands: the server's side of the processes that read uploaded files. It answers their calls, line by line."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import msgspec

from etappe.app.intake import Intake
from etappe.base.errors import EtappeError, as_problem, from_problem
from etappe.collect.wish import Wish
from etappe.store.events import AdvertisingDay

# -P: a file that somebody uploaded as 'json.py' must never be imported.
_COMMAND = (sys.executable, "-P", "-m", "etappe.collect.errand")


@dataclass(frozen=True, slots=True)
class Order:
    """What an errand is sent for. `place` is the upload's folder, which is all that it may write to."""

    do: str
    place: Path
    file: str
    wish: Wish
    default_currency: str
    default_zone: str
    batch_rows: int


class Errand:
    """One running process. `run` returns what it came back with; `stop` ends it from another thread."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self.rows_done = 0
        """Rows of the file up to which all is durable; a process that was killed may not have told of the last."""

    def was_stopped(self) -> bool:
        """Whether it was ended by hand."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End it. What it has handed over stays."""
        self._stopped.set()
        if self._process:
            self._process.kill()

    def run(self, intake: Intake | None, on_progress: Callable[[Mapping[str, Any]], None]) -> Any:
        """Send the process, answer its calls by `intake`, and return its report (or inspection).

        Raises the error that it tells of; EtappeError if it died without a word.
        """
        work = Path(mkdtemp(prefix="work-", dir=self._order.place))
        try:
            return self._run(work, intake, on_progress)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _run(
        self, work: Path, intake: Intake | None, on_progress: Callable[[Mapping[str, Any]], None]
    ) -> Any:
        log = self._order.place / "errand.log"
        with log.open("wb") as err, self._started(work, err) as process:
            self._process = process
            if self._stopped.is_set():
                process.kill()
            self._send(self._task())
            try:
                return self._talk(process, intake, on_progress)
            finally:
                process.kill()
                with suppress(OSError):  # what lay in the broken pipe is of no use to anybody
                    if process.stdin:
                        process.stdin.close()

    def _started(self, work: Path, err: Any) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=err,
            env={**os.environ, "TMPDIR": str(work)},
        )

    def _task(self) -> dict[str, Any]:
        order = self._order
        return {
            "do": order.do,
            "folder": str(order.place / "file"),
            "file": order.file,
            "wish": asdict(order.wish),
            "default_currency": order.default_currency,
            "default_zone": order.default_zone,
            "first_look": "../look.json",
            "rejects": "../rejects",
            "batch_rows": order.batch_rows,
        }

    def _send(self, what: Mapping[str, Any]) -> None:
        process = self._process
        if process and process.stdin:
            with suppress(OSError):  # it is gone; what it said last tells why
                process.stdin.write(msgspec.json.encode(what) + b"\n")
                process.stdin.flush()

    def _talk(
        self,
        process: "subprocess.Popen[bytes]",
        intake: Intake | None,
        on_progress: Callable[[Mapping[str, Any]], None],
    ) -> Any:
        assert process.stdout
        for line in process.stdout:
            said = msgspec.json.decode(line)
            match said["say"]:
                case "progress":
                    on_progress(said)
                case "report" | "inspection" as what:
                    return said[what]
                case "problem":
                    raise from_problem(said["problem"])
                case _:
                    self._answer(said, intake)
        raise EtappeError(
            f"{self._order.file}: the process that reads the file has ended ({process.wait()}).",
            next_step="Start it again; what is in stays, and it goes on where it stopped.",
        )

    def _answer(self, said: Mapping[str, Any], intake: Intake | None) -> None:
        assert intake is not None
        try:
            answer = _CALLS[said["say"]](intake, said)
            self.rows_done = max(self.rows_done, said.get("rows_done", 0))
            self._send({"answer": msgspec.to_builtins(answer)})
        except EtappeError as error:
            self._send({"problem": as_problem(error)})


def _begin(intake: Intake, said: Mapping[str, Any]) -> Any:
    return intake.begin(said["name"], said["digest"], said["mapping"], said["rows"])


def _append(intake: Intake, said: Mapping[str, Any]) -> Any:
    return intake.append(Path(said["batch"]), said["import_id"], said["rows_done"])


def _finish(intake: Intake, said: Mapping[str, Any]) -> Any:
    intake.finish(said["import_id"], said["report"])


def _advertising(intake: Intake, said: Mapping[str, Any]) -> Any:
    return intake.put_advertising(msgspec.convert(said["rows"], list[AdvertisingDay]))


_CALLS: dict[str, Callable[[Intake, Mapping[str, Any]], Any]] = {
    "begin": _begin,
    "append": _append,
    "finish": _finish,
    "advertising": _advertising,
}
