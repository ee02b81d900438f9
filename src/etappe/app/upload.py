"""One upload as it is remembered: a file from a browser, what was wished of it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from etappe.collect.report import FileReport
from etappe.collect.wish import Wish

UploadState = Literal["arriving", "ready", "running", "finished", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is. `rate` in rows per second; None: not known yet."""

    rows_done: int = 0
    rows_total: int | None = None
    rejected: int = 0
    rate: float | None = None
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class UploadProblem:
    """Why an import failed; the fields of a problem (RFC 9457)."""

    code: str
    status: int
    detail: str
    next_step: str
    field: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came through the browser.

    `state`: arriving (bytes are missing), ready (all there), running, finished, failed, or stopped: by hand or by
    the end of the server; what is in stays, and it can go on. `size` and `received` in bytes.
    """

    id: str
    name: str
    size: int
    modified: str
    """The file's own date as the browser tells it; with name and size it recognises a file that goes on."""
    created_at: datetime
    changed_at: datetime
    received: int = 0
    state: UploadState = "arriving"
    wish: Wish | None = None
    progress: Progress = Progress()
    report: FileReport | None = None
    """What came of it, once it is finished."""
    problem: UploadProblem | None = None
