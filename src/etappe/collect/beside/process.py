"""The process beside a server, run as `python -P -m etappe.collect.beside.process`: batch after batch by its input.

It opens no file and no port. It ends when its input does, which is when the server is gone.
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence

from etappe.collect.beside.messages import (
    Answer,
    AskStored,
    AskWithheld,
    Done,
    Failed,
    Line,
    Ready,
    Work,
    as_done,
)
from etappe.collect.live.draft import Draft, unpacked
from etappe.collect.live.way import Surroundings, Withheld
from etappe.collect.pipeline import run
from etappe.events.consent import CONSENT_EVENT

NICER = 10
"""So much politer than the server: acknowledging goes first."""


class _Shop:
    """What only the server knows of the shop, asked for while a batch is done."""

    def __init__(self, line: Line, quiet: bool) -> None:
        self._line, self._quiet = line, quiet

    def stored(self, ids: Sequence[str]) -> Mapping[str, str]:
        """See `Surroundings`."""
        self._line.say(AskStored(list(ids)))
        return self._answer().stored

    def withheld(self, drafts: Sequence[Draft]) -> Sequence[Withheld]:
        """See `Surroundings`. Where nobody is forgotten or withdrew only a choice that is told can change that."""
        if self._quiet and not any(draft.name == CONSENT_EVENT for draft in drafts):
            return [""] * len(drafts)
        self._line.say(AskWithheld(list(drafts)))
        answer = self._answer()
        self._quiet = answer.quiet
        return answer.withheld

    def _answer(self) -> Answer:
        answer = self._line.hear()
        assert isinstance(answer, Answer)
        return answer


def main() -> None:
    """Work until the input ends."""
    # Ctrl-C reaches every process of the terminal; the server says when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICER)
    line = Line(sys.stdin.buffer, sys.stdout.buffer)
    try:
        line.say(Ready())
        while True:
            work = line.hear()
            assert isinstance(work, Work)
            try:
                done = _done(work, line)
            except (EOFError, OSError):
                raise
            except (
                Exception
            ) as error:  # the server tries it itself, and finds the event that is to blame
                line.say(Failed(repr(error)))
            else:
                line.say(done)
    except (EOFError, BrokenPipeError):
        return


def _done(work: Work, line: Line) -> Done:
    shop = _Shop(line, work.quiet)
    drafts = [draft for payload in work.payloads for draft in unpacked(payload)]
    surroundings = Surroundings(work.currency, shop.withheld, shop.stored)
    return as_done(run(drafts, surroundings, watched=work.watched), work.watched)


if __name__ == "__main__":
    main()
