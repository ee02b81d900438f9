"""The server's side: a process beside it is begun when much arrives, and ended when it has had nothing to do for a while."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from etappe.collect.beside.messages import (
    Answer,
    AskStored,
    AskWithheld,
    Done,
    Failed,
    Line,
    Ready,
    Work,
    as_passed,
)
from etappe.collect.live.way import Surroundings
from etappe.collect.pipeline import Passed

log = logging.getLogger("etappe.collect")

# -P: nothing is imported from the folder that the server happens to be started in.
COMMAND = (sys.executable, "-P", "-m", "etappe.collect.beside.process")
IDLE_SECONDS = 30.0
"""After so long without a batch the process is ended: a quiet shop has one process."""
PATIENCE_SECONDS = 60.0
"""A batch that takes longer hangs: the process is killed, and the batch done here."""
AGAIN_AFTER = 60.0
"""So long after a process that died none is begun."""


class Mate:
    """Does batches in a process of its own. Used by one thread. `process` is None while there is none."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self.process: subprocess.Popen[bytes] | None = None
        self._line: Line | None = None
        self._used = self._not_before = 0.0

    @property
    def ready(self) -> bool:
        """Whether it can take a batch now."""
        return self._line is not None

    def passed(
        self, payloads: Sequence[bytes], surroundings: Surroundings, watched: int
    ) -> Passed | None:
        """What `run` makes of the events in these payloads of a journal; None if it cannot be done beside.

        The first call begins the process and does not wait for it.
        """
        return self.taken(surroundings) if self.hand(payloads, surroundings, watched) else None

    def hand(self, payloads: Sequence[bytes], surroundings: Surroundings, watched: int) -> bool:
        """Hand a batch over, to be taken back by `taken`; whether it is being done. One at a time."""
        self._used = time.monotonic()
        if self._line is None:
            self._begin()
            return False
        return self._while_alive(
            lambda line: line.say(
                Work(list(payloads), surroundings.currency, watched, surroundings.quiet())
            )
        )

    def taken(self, surroundings: Surroundings) -> Passed | None:
        """Wait for the batch that was handed over, and answer what is asked meanwhile; None if it was not done."""
        told: list[Passed | None] = []
        self._while_alive(lambda line: told.append(_heard(line, surroundings)))
        return told[0] if told else None

    def _while_alive(self, talk: Callable[[Line], None]) -> bool:
        """Talk with the process; whether it lived through it and did not hang."""
        line, process = self._line, self.process
        if line is None or process is None:
            return False
        watchdog = threading.Timer(PATIENCE_SECONDS, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            talk(line)
        except (OSError, EOFError) as error:
            log.warning("The process beside has ended (%r); its work is done here.", error)
            self.end()
            self._not_before = time.monotonic() + AGAIN_AFTER
            return False
        finally:
            watchdog.cancel()
        return True

    def end_if_idle(self) -> None:
        """End the process if it has had nothing to do for a while."""
        if self.process is not None and time.monotonic() - self._used > IDLE_SECONDS:
            self.end()

    def end(self) -> None:
        """End it now."""
        process, self.process, self._line = self.process, None, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what lay in a broken pipe is of no use to anybody
                if pipe:
                    pipe.close()
        process.wait()

    def _begin(self) -> None:
        """Start the process, and have a thread wait until it says that it is there: that takes half a second."""
        if self.process is not None and self.process.poll() is not None:
            log.warning("The process beside has ended before it began; all is done in this one.")
            self.end()
            self._not_before = time.monotonic() + AGAIN_AFTER
        if self.process is not None or time.monotonic() < self._not_before:
            return
        try:
            process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            log.warning("No process can be started beside (%s); all is done in this one.", error)
            self._not_before = time.monotonic() + AGAIN_AFTER
            return
        self.process = process
        threading.Thread(target=self._greet, args=(process,), name="mate", daemon=True).start()

    def _greet(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin
        assert process.stdout
        line = Line(process.stdout, process.stdin)
        with suppress(OSError, EOFError, ValueError):
            if isinstance(line.hear(), Ready) and self.process is process:
                self._line = line


def _heard(line: Line, surroundings: Surroundings) -> Passed | None:
    """What becomes of the batch; on the way what the process asks is answered."""
    while True:
        match line.hear():
            case AskStored(ids):
                line.say(Answer(stored=dict(surroundings.stored(ids))))
            case AskWithheld(drafts):
                withheld = list(surroundings.withheld(drafts))
                line.say(Answer(withheld=withheld, quiet=surroundings.quiet()))
            case Done() as done:
                return as_passed(done)
            case Failed(why):
                log.info("A batch could not be done beside: %s", why)
                return None
            case other:
                raise EOFError(f"The process beside said {other!r}.")
