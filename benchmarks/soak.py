"""`make soak`: 200 kills under load, 100,000 hostile requests; exits 1 if an event is lost or doubled or an answer is a fault."""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.collect import Server, serving
from benchmarks.hostile import RARE, Hostile, hostile
from benchmarks.killing import kill_under_load

PATIENCE = 60
"""Seconds in which everything that was acknowledged must be in the events."""
RARELY = 500
"""One request in so many is a bomb."""


def main() -> None:
    """Run both parts and say what came of them."""
    arguments = _arguments()
    good = True
    for part in (_kills, _hostile):
        if arguments.only in ("", part.__name__[1:]):
            with tempfile.TemporaryDirectory() as folder:
                good &= part(Path(folder), arguments)
    sys.exit(0 if good else 1)


def _kills(folder: Path, arguments: argparse.Namespace) -> bool:
    start = time.monotonic()
    verdict = kill_under_load(folder, arguments.kills, arguments.seed)
    print(
        f"{arguments.kills} × kill -9 in {time.monotonic() - start:,.0f} s: {verdict.acknowledged:,} events acknowledged, "
        f"{verdict.missing} missing, {verdict.doubled} doubled; {verdict.kept:,} kept"
    )
    return verdict.missing == 0 and verdict.doubled == 0


def _hostile(folder: Path, arguments: argparse.Namespace) -> bool:
    dice, answers, start = random.Random(arguments.seed), Counter[int](), time.monotonic()
    with serving(folder) as server:
        connection = HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=60)
        memory = []
        for number in range(arguments.requests):
            request = hostile(dice, (server.key,))
            if number % RARELY == 0:
                request = Hostile("POST", f"/v1/batch?writeKey={server.key}", {}, RARE[0](dice, ""))
            answers[_status(connection, request)] += 1
            if number % max(1, arguments.requests // 10) == 0:
                memory.append(server.rss_mb())
        alive = _still_takes(connection, server) and server.drained() < PATIENCE
    print(
        f"{arguments.requests:,} hostile requests in {time.monotonic() - start:,.0f} s: "
        + ", ".join(
            f"{count:,} × {status or 'hung up'}" for status, count in sorted(answers.items())
        )
        + f"; memory {' → '.join(f'{megabytes:.0f}' for megabytes in memory)} MB; a good event is {'taken' if alive else 'REFUSED'}"
    )
    return alive and not any(status >= 500 for status in answers)


def _status(connection: HTTPConnection, request: Hostile) -> int:
    """The status; 0 if the server hung up, as it may on what is no HTTP."""
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, HTTPException):
        connection.close()
        return 0


def _still_takes(connection: HTTPConnection, server: Server) -> bool:
    body = b'{"event":"x","userId":"u","messageId":"good"}'
    return _status(connection, Hostile("POST", f"/v1/track?writeKey={server.key}", {}, body)) == 200


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["kills", "hostile"], default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
