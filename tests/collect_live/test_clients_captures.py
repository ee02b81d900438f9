"""Every request that a recorder took from real clients: accepted with the right rows, or clearly refused."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from collect_live.front import Front, receiving

UNDERSTOOD = ("segment", "rudder", "jitsu", "ga4")
PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with receiving(tmp_path_factory.mktemp("captures")) as one:
        yield one


def replayed(front: Front, file: Path) -> int:
    """Send a capture with our key in the place of the recorded one; the status of the answer."""
    told = json.loads(file.read_text("utf-8"))
    body = base64.b64decode(told["raw_base64"])
    if body[:2] != b"\x1f\x8b":
        # The recorded browser was remote-controlled and says so: that would be a machine.
        body = re.sub(rb"HeadlessChrome/[\d.]+", b"Chrome/140.0.0.0", body)
        body = body.replace(b'"writeKey": "WK"', b'"writeKey": null').replace(
            b'"writeKey":"WK"', b'"writeKey":null'
        )
    headers = {
        name: value
        for name, value in told["headers"].items()
        if name.lower() not in {"content-length", "host", "authorization"}
    }
    headers["User-Agent"] = (
        PERSON if "Mozilla" in headers.get("User-Agent", "") else headers.get("User-Agent", "x")
    )
    headers["Authorization"] = "Basic " + base64.b64encode(f"{front.server}:".encode()).decode()
    return front.client.request(
        told["method"],
        told["path"].replace("/projects/WK/", f"/projects/{front.browser}/"),
        content=body,
        headers=headers,
    ).status_code


def events_of(file: Path) -> int:
    """How many events the request holds."""
    body = json.loads(file.read_text("utf-8"))["body"]
    if not isinstance(body, dict):
        return 0
    return len(body.get("batch") or body.get("events") or [body])


def test_every_request_of_an_understood_client_is_accepted_whole(
    front: Front, real_data: Path
) -> None:
    files = [
        file
        for file in sorted((real_data / "captures").iterdir())
        if file.name.startswith(UNDERSTOOD)
    ]
    assert len(files) == 22
    for _ in range(2):
        statuses = {file.name: replayed(front, file) for file in files}
        assert {name for name, status in statuses.items() if status not in (200, 204)} == set()
    rows = front.rows()
    sent = [file for file in files if file.name != "segment-browser-01.json"]
    # Sent twice: what has an id counts once, and the Python client of GA4 gives neither id nor moment.
    assert len(rows) == sum(map(events_of, sent)) + 1
    assert {row["user_id"] for row in rows} <= {"u1", None}
    names = {row["name"] for row in rows}
    assert names == {
        "identify",
        "group",
        "alias",
        "page_view",
        "Product Viewed",
        "Product Added",
        "Order Completed",
        "purchase",
    }
    assert all(row["email"] != "a@b.test" for row in rows)


def test_what_no_protocol_of_ours_speaks_is_clearly_refused(front: Front, real_data: Path) -> None:
    files = [
        file
        for file in sorted((real_data / "captures").iterdir())
        if not file.name.startswith(UNDERSTOOD)
    ]
    assert len(files) == 11
    before = len(front.rows())
    assert {
        file.name: status for file in files if not 400 <= (status := replayed(front, file)) < 500
    } == {}
    assert len(front.rows()) == before
