"""Packed bodies: known by their first bytes, read whole or not at all, and no bomb is unpacked."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from collect_live.front import Front, basic, receiving, track


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with receiving(tmp_path) as one:
        yield one


def test_packed_bodies_are_known_by_their_first_bytes(front: Front) -> None:
    plain = json.dumps({"batch": [track()], "writeKey": front.browser}).encode()
    for number, packed in enumerate((gzip.compress(plain), zstandard.compress(plain), plain)):
        body = packed if number < 2 else packed.replace(b"m1", b"m3")
        answer = front.client.post(
            "/v1/batch", content=body, headers={"Content-Type": "text/plain"}
        )
        assert answer.status_code == 200, answer.text
    assert sorted(row["event_id"] for row in front.rows()) == ["m1", "m3"]
    assert front.rejected() == {"duplicate": 1}


def lines(first: int, last: int) -> bytes:
    """Rows in our own form, one a line."""
    rows = ({"name": "login", "user_id": "susa", "event_id": f"r{n}"} for n in range(first, last))
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_pieces_one_behind_the_other_are_all_read(
    front: Front, pack: Callable[[bytes], bytes]
) -> None:
    body = pack(lines(0, 300)) + pack(b"") + pack(lines(300, 301))
    answer = front.client.post("/v1/events", content=body, headers=basic(front.server))
    assert (answer.status_code, answer.json()["accepted"]) == (200, 301)
    assert len(front.rows()) == 301


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_body_that_is_not_whole_is_refused_whole(
    front: Front, pack: Callable[[bytes], bytes]
) -> None:
    good = pack(lines(0, 300))
    for body, told in (
        (good[:-1], "too early"),
        (good[: len(good) // 2], "too early"),
        (good + pack(lines(300, 310))[:-3], "too early"),
        (good + b"[]", "something else"),
        (pack(b"") * 1_001, "pieces"),
    ):
        answer = front.client.post("/v1/events", content=body, headers=basic(front.server))
        assert answer.status_code == 400
        assert told in answer.json()["detail"], answer.json()
    assert front.rows() == []


def test_a_bomb_is_not_unpacked(front: Front) -> None:
    bomb = zlib.compressobj(9, wbits=31)
    packed = b"".join(bomb.compress(bytes(10**6)) for _ in range(50)) + bomb.flush()
    for body in (packed, zstandard.compress(bytes(50 * 10**6))):
        assert len(body) < 100_000
        answer = front.client.post("/v1/batch", content=body, headers=basic(front.server))
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
