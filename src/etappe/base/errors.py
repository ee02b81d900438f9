"""The few named errors. Each carries a code, an exit code, an HTTP status and the next step."""


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


class NotSignedIn(BadInput):
    """No valid session or token came with the request."""

    code = "not_signed_in"
    status = 401


class NotAllowed(BadInput):
    """Signed in, but this role may not do that."""

    code = "not_allowed"
    status = 403


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
