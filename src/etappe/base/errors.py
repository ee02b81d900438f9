"""The few named errors. Each carries a code, an exit code, an HTTP status and the next step."""

from collections.abc import Mapping
from typing import Any

_FAULT = 500


class EtappeError(Exception):
    """Something a person must know about. `next_step` says what to do about it.

    `code` is stable and machine-readable; `exit_code` is for the command line (2 bad input,
    1 fault); `status` is the HTTP status of the problem (RFC 9457).
    """

    code = "fault"
    exit_code = 1
    status = 500

    def __init__(self, message: str, *, next_step: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.field = field


def as_problem(error: EtappeError) -> dict[str, Any]:
    """An error as plain values, to be told to another process."""
    return {
        "code": error.code,
        "status": error.status,
        "detail": error.message,
        "next_step": error.next_step,
        "field": error.field,
    }


def from_problem(problem: Mapping[str, Any]) -> EtappeError:
    """The error that another process told of, with its code and status."""
    kind = BadInput if problem["status"] < _FAULT else EtappeError
    error = kind(problem["detail"], next_step=problem["next_step"], field=problem["field"])
    error.code, error.status = problem["code"], problem["status"]
    return error


class BadInput(EtappeError):
    """What was asked or given cannot be: an unknown column, a wrong date, a missing file."""

    code = "bad_input"
    exit_code = 2
    status = 400


class NotFound(BadInput):
    """A named thing does not exist: a shop, a person, an event name."""

    code = "not_found"
    status = 404


class Conflict(BadInput):
    """The thing exists already, or was changed by somebody else meanwhile."""

    code = "conflict"
    status = 409


class AlreadyImported(Conflict):
    """The same file is in already, with another mapping: its events would count twice."""

    code = "already_imported"


class UnreadableFile(BadInput):
    """A file of a kind that holds no rows: a PDF, an image, a workbook."""

    code = "unreadable_file"


class EmptyFile(BadInput):
    """A file without content, or without a row below its header."""

    code = "empty_file"


class DamagedFile(BadInput):
    """A file that ends too early: a download that broke off, a truncated archive."""

    code = "damaged_file"


class NotSignedIn(BadInput):
    """No valid session or token came with the request."""

    code = "not_signed_in"
    status = 401


class NotAllowed(BadInput):
    """Signed in, but this role may not do that."""

    code = "not_allowed"
    status = 403


class TooManyTries(BadInput):
    """Somebody was wrong too often; `seconds` says how long to wait."""

    code = "too_many_tries"
    status = 429

    def __init__(self, message: str, *, next_step: str, seconds: int) -> None:
        super().__init__(message, next_step=next_step)
        self.seconds = seconds


class NewerData(EtappeError):
    """The file was written by a newer Etappe than this one; opening it could damage it."""

    code = "newer_data"
    status = 500


class Busy(EtappeError):
    """Another process owns the data directory, or a queue is full. Trying again later helps."""

    code = "busy"
    status = 503


class StorageFault(EtappeError):
    """The disk is full, not writable or the file is damaged. Nothing was half-done."""

    code = "storage_fault"
    status = 503
