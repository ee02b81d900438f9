"""On the wire: what clients and strangers do below the protocol, on a real socket."""

import http.client
import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from collect_live.front import track
from collect_live.served import Served, served
from etappe.api import collector_bodies
from etappe.api.bounded_http import MOST_HEAD


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("wire")) as running:
        yield running


@pytest.fixture
def wire(server: Served) -> Iterator[socket.socket]:
    """A connection to the server."""
    at = urlsplit(server.url)
    with socket.create_connection((at.hostname, at.port), timeout=20) as one:
        yield one


def request(server: Served, number: int, version: str = "1.1", more: str = "") -> bytes:
    """A whole request with one event."""
    body = json.dumps(track(number, writeKey=server.front.browser)).encode()
    head = f"POST /v1/track HTTP/{version}\r\nHost: x\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def told(wire: socket.socket, answers: int = 1) -> bytes:
    """What comes back, until so many answers are there or the connection ends."""
    found = b""
    while found.count(b"HTTP/1.1 ") < answers or not found.endswith((b"}", b"\r\n\r\n")):
        piece = wire.recv(65536)
        if not piece:
            break
        found += piece
    return found


def test_several_requests_sent_at_once_are_answered_in_turn(
    server: Served, wire: socket.socket
) -> None:
    wire.sendall(b"".join(request(server, number) for number in range(3)))
    assert told(wire, 3).count(b"HTTP/1.1 200 OK") == 3


def test_a_client_of_the_old_protocol_is_answered(server: Served, wire: socket.socket) -> None:
    wire.sendall(request(server, 10, "1.0"))
    assert told(wire).startswith(b"HTTP/1.1 200 OK")


def test_a_body_in_small_chunks_is_one_body(server: Served, wire: socket.socket) -> None:
    body = json.dumps(track(20, writeKey=server.front.browser)).encode()
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in body)
    head = b"POST /v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    wire.sendall(head + chunks + b"0\r\n\r\n")
    assert told(wire).startswith(b"HTTP/1.1 200 OK")


def test_two_lengths_at_once_are_refused(server: Served, wire: socket.socket) -> None:
    """Or a proxy in front and the server could take different parts for the next request."""
    wire.sendall(request(server, 30, more="Transfer-Encoding: chunked\r\n"))
    assert told(wire).startswith(b"HTTP/1.1 400 ")


def test_who_sends_too_much_comes_to_read_why(server: Served) -> None:
    """Hanging up while the client still sends would show it a broken connection, and it would try again for ever."""
    at = urlsplit(server.url)
    client = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    client.request("POST", "/v1/batch", body=b" " * 12_000_000)
    answer = client.getresponse()
    assert (answer.status, json.load(answer)["code"]) == (413, "too_large")
    client.close()


def test_who_asks_before_sending_too_much_need_not_send_it(
    server: Served, wire: socket.socket
) -> None:
    wire.sendall(
        b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 6000000\r\nExpect: 100-continue\r\n\r\n"
    )
    assert told(wire).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("begin", [b"POST /v1/track?", b"POST /v1/track HTTP/1.1\r\nX-A: "])
def test_a_head_without_end_is_refused(wire: socket.socket, begin: bytes) -> None:
    wire.sendall(begin + b"a" * (MOST_HEAD + 1))
    assert told(wire).startswith(b"HTTP/1.1 431 ")


def test_trailers_without_end_are_refused(server: Served, wire: socket.socket) -> None:
    body = json.dumps(track(40, writeKey=server.front.browser)).encode()
    head = b"POST /v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    wire.sendall(head + b"%x\r\n%s\r\n0\r\nX-A: " % (len(body), body))
    endless = b"a" * 500 * MOST_HEAD
    with pytest.raises(ConnectionError):
        wire.sendall(endless)


def half(server: Served, size: int) -> bytes:
    """A request of which the end never comes."""
    whole = request(server, 50)
    return whole.replace(b"Content-Length: ", b"Content-Length: 1") + b" " * size


def test_a_body_that_does_not_come_is_not_waited_for(
    server: Served, wire: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collector_bodies, "SECONDS", 0.2)
    wire.sendall(half(server, 0))
    assert told(wire).startswith(b"HTTP/1.1 408 ")


def test_bodies_that_are_half_here_may_not_fill_the_memory(
    server: Served, wire: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collector_bodies, "MOST_HELD", 200)
    wire.sendall(half(server, 100))
    assert told(wire).startswith(b"HTTP/1.1 503 ")
    monkeypatch.setattr(collector_bodies, "MOST_HELD", 2_000)
    at = urlsplit(server.url)
    with socket.create_connection((at.hostname, at.port), timeout=20) as next_one:
        next_one.sendall(request(server, 51))
        assert told(next_one).startswith(b"HTTP/1.1 200 "), "what was held is given back"
