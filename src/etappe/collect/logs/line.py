"""Line: one line of an access log, in common or combined form, as servers really write them."""

import re
from dataclasses import dataclass

_TEXT = r'(?:[^"\\]|\\.|"(?![ \]]|$))*'
_LINE = re.compile(
    r"^(?P<before>[^\[]*?) ?\[(?P<time>[^\]]{17,40})\] "
    rf'"(?P<request>{_TEXT})"(?: (?P<status>\d{{3}}|-))?(?: (?P<size>\d+|-))?'
    rf'(?: "(?P<referrer>{_TEXT})(?:"|$))?(?: "(?P<agent>{_TEXT})(?:"|$))?(?P<extra>.*)$'
)
_REQUEST = re.compile(r"(?P<method>[A-Z]{3,10}) +(?P<target>\S.*?)(?: +HTTP/[\d.]+)?$")
_TIME = re.compile(r"\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d")
_ADDRESS = re.compile(
    r"\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:%\w+)?(?:\.\d+)*)\]?"
)
_QUOTED = re.compile(rf'"({_TEXT})"')
_SESSION = re.compile(
    r"(?:^|[;&, ])[\w.-]*(?:sess|sid|visitor|uid|cookie|cart)[\w.-]*[=:]\s*([\w.%+/-]{6,})",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?=[^\d]*\d)[\w-]{16,}")
_ESCAPED = re.compile(r"\\(x[0-9a-fA-F]{2}|.)")


@dataclass(frozen=True, slots=True)
class LogLine:
    """What a line says; "" where it says nothing."""

    address: str
    user: str
    time: str
    """As in the log, with an offset: '10/Oct/2025:13:55:36 +0200'."""
    method: str
    target: str
    status: int
    """0 if the line has none."""
    referrer: str = ""
    agent: str | None = None
    """None if the format has no such field (common); "" if the client sent none."""
    host: str = ""
    session: str = ""


def parse_line(text: str) -> LogLine | None:
    """Read a line; None if it is no access-log line or holds no request."""
    match = _LINE.match(text)
    if not match or not _TIME.match(match["time"]):
        return None
    request = _REQUEST.match(_plain(match["request"]))
    if not request:
        return None
    host, address, user = _before(match["before"].split(" "))
    extras = [_plain(extra) for extra in _QUOTED.findall(match["extra"])]
    forwarded = next((found[0] for extra in extras if (found := _ADDRESS.match(extra))), "")
    moment = match["time"].strip()
    return LogLine(
        forwarded or address,
        user,
        moment if " " in moment else f"{moment} +0000",
        request["method"],
        request["target"],
        int(match["status"]) if (match["status"] or "-") != "-" else 0,
        _given(_plain(match["referrer"] or "")),
        None if match["agent"] is None else _given(_plain(match["agent"])),
        host,
        _session(extras, match["extra"]),
    )


def without_addresses(text: str) -> str:
    """The line with its network addresses blotted out, for the file of rejected lines."""
    return _ADDRESS.sub("(address)", text)


def _before(words: list[str]) -> tuple[str, str, str]:
    """Virtual host, address and user of what stands before the time."""
    words = [word for word in words if word]
    host = ""
    if (
        len(words) >= 2
        and not _ADDRESS.fullmatch(words[0])
        and (_ADDRESS.fullmatch(words[1]) or len(words) == 4)
    ):
        host = words.pop(0).partition(":")[0].lower()
    address = words[0] if words else ""
    user = " ".join(words[2:])
    return _given(host), _given(address), _given(user)


def _session(extras: list[str], tail: str) -> str:
    for extra in (*extras, tail):
        if found := _SESSION.search(extra):
            return found[1]
    return next((extra for extra in extras if _TOKEN.fullmatch(extra)), "")


def _given(text: str) -> str:
    return "" if text in ("-", '""') else text


def _plain(text: str) -> str:
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if code[0] == "x" and len(code) == 3 else code
