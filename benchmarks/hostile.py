"""Hostile requests to the collector: malformed, huge, deep, wrongly encoded, with every address and key."""

import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import zstandard

Dice = random.Random

PATHS = (
    "/v1/track", "/v1/t", "/v1/batch", "/v1/b", "/v1/import", "/v1/identify", "/v1/group", "/v1/alias", "/v1/page",
    "/v1/screen", "/v1/events", "/api/s/track", "/api/s/s2s/batch", "/mp/collect", "/debug/mp/collect",
    "/v1/webhooks/shopify", "/v1/webhooks/woocommerce", "/v1/webhooks/none", "/v1/webhooks/../../etc/passwd",
    "/v1/projects/%00/settings", "/v1/projects/../settings", "/v1/%2e%2e/api/shops", "/v1//track", "/v1/" + "x" * 3000,
    "/sourceConfig", "/sourceConfig/",
)  # fmt: skip
METHODS = ("POST",) * 40 + ("GET", "OPTIONS", "HEAD", "PUT", "DELETE", "PATCH")
FIELDS = (
    "type", "event", "name", "messageId", "anonymousId", "userId", "groupId", "previousId", "timestamp", "sentAt",
    "originalTimestamp", "context", "properties", "traits", "batch", "events", "params", "client_id", "integrations",
    "writeKey", "event_id", "occurred_at", "value", "currency", "order_id", "email", "consent", "id", "line_items",
    "total_price", "created_at", "timestamp_micros", "page", "url", "campaign", "userAgent",
)  # fmt: skip
WORDS = (
    "", "track", "page", "identify", "Order Completed", "purchase", "\x00", "a\x00b", "ß" * 600, "\U0001f600", "..", "../../etc",
    "' OR 1=1 --", "<script>", "${jndi:ldap://x}", "9" * 400, "-1", "1e999", "NaN", "2026-11-26T02:00:00Z", "0001-01-01",
    "99999-01-01T00:00:00Z", "2024-02-30", "http://[::1", "https://shop.example/ä?ö=%ff", "EUR", "eur", "€", "true", "\ud83d",
)  # fmt: skip
NUMBERS = (
    0,
    -1,
    1,
    2**31,
    2**53,
    2**63,
    2**64,
    -(2**63),
    10**30,
    10**300,
    0.1,
    -0.0,
    1e308,
    1_795_000_000,
    1_795_000_000_000,
)


@dataclass(frozen=True)
class Hostile:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def hostile(dice: Dice, keys: tuple[str, ...]) -> Hostile:
    """The next request; mostly with a key in effect, so that it comes past the door."""
    body = dice.choice(BODIES)(dice, dice.choice(keys))
    for packer in dice.choices(
        ((), (gzip.compress,), (zstandard.compress,), (gzip.compress, _cut)), (6, 1, 1, 1)
    )[0]:
        body = packer(body)
    path = dice.choice(PATHS if dice.random() < 0.5 else PATHS[:14])
    key = dice.choice((*keys, *keys, "", "b.x.y", "s.default.", "\x01", "k" * 2000))
    place = dice.randrange(4)
    headers = {
        "Content-Type": dice.choice(
            ("application/json", "text/plain", "image/png", "application/json; charset=utf-16")
        )
    }
    if place == 0 and key.isprintable():
        headers["X-Write-Key"] = key
    elif place == 1:
        path += f"?writeKey={key.encode().hex() if not key.isprintable() else key}"
    if dice.random() < 0.1:
        headers["Origin"] = dice.choice(("https://a.example", "null", "x" * 500))
    if dice.random() < 0.05:
        headers["Content-Encoding"] = dice.choice(("gzip", "br", "deflate", "zstd"))
    if dice.random() < 0.05:
        headers["Authorization"] = dice.choice(
            ("Basic ", "Basic !!!", "Basic //79", "Bearer x", "basic Og==")
        )
    return Hostile(dice.choice(METHODS), path, headers, body)


def _cut(body: bytes) -> bytes:
    return body[: len(body) // 2]


def _value(dice: Dice, depth: int = 0) -> Any:
    kind = dice.randrange(8 if depth < 4 else 5)
    if kind < 2:
        return dice.choice(WORDS)
    if kind == 2:
        return dice.choice(NUMBERS)
    if kind < 5:
        return dice.choice((None, True, False))
    if kind == 5:
        return [_value(dice, depth + 1) for _ in range(dice.randrange(4))]
    return _object(dice, depth + 1)


def _object(dice: Dice, depth: int = 0) -> dict[str, Any]:
    return {dice.choice(FIELDS): _value(dice, depth) for _ in range(dice.randrange(7))}


def _json(value: Any) -> bytes:
    return json.dumps(value, allow_nan=True).encode("utf-8", "surrogatepass")


def _random(dice: Dice, _: str) -> bytes:
    return dice.randbytes(dice.randrange(200))


def _some_object(dice: Dice, key: str) -> bytes:
    return _json(_object(dice) | {"writeKey": key})


def _nearly_good(dice: Dice, key: str) -> bytes:
    event = {
        "type": "track",
        "event": "view_item",
        "anonymousId": "a",
        "messageId": dice.randbytes(6).hex(),
    }
    event |= _object(dice)
    return _json({"batch": [event, _value(dice)], "sentAt": _value(dice), "writeKey": key})


def _nearly_good_alone(dice: Dice, key: str) -> bytes:
    return _json({"userId": "u", "event": "x", "name": "x", "writeKey": key} | _object(dice))


def _lines(dice: Dice, key: str) -> bytes:
    return b"\n".join(
        [
            _json(_object(dice) | {"name": "x", "anonymous_id": "a"}),
            b"{",
            dice.randbytes(5),
            _some_object(dice, key),
        ]
    )


def _google(dice: Dice, _: str) -> bytes:
    events = [
        {"name": dice.choice(WORDS), "params": _object(dice)} for _ in range(dice.randrange(30))
    ]
    return _json({"client_id": _value(dice), "events": events})


def _deep(dice: Dice, key: str) -> bytes:
    depth = dice.choice((50, 500, 5_000, 100_000))
    opened, closed = dice.choice(
        (("[", "]"), ('{"a":', "}"), ('{"context":', "}"), ('{"batch":[', "]}"))
    )
    return f'{{"writeKey":"{key}","properties":{opened * depth}1{closed * depth}}}'.encode()


def _huge_number(dice: Dice, key: str) -> bytes:
    digits = "9" * dice.choice((20, 400, 5_000))
    return f'{{"event":"x","userId":{digits},"timestamp":-{digits},"writeKey":"{key}","properties":{{"value":{digits}e{digits[:4]}}}}}'.encode()


def _encoded(dice: Dice, key: str) -> bytes:
    text = f'{{"event":"äß€","userId":"u","writeKey":"{key}"}}'
    return text.encode(
        dice.choice(("utf-16", "latin-1", "utf-32", "utf-8-sig", "cp037")), "replace"
    )


def _lone_surrogate(dice: Dice, key: str) -> bytes:
    return f'{{"event":"\\ud83d","userId":"u\\udc00","messageId":"m\\u0000{dice.randrange(99)}","writeKey":"{key}"}}'.encode()


def _many_events(dice: Dice, key: str) -> bytes:
    return _json({"batch": [{}] * dice.choice((0, 1, 3_000)), "writeKey": key})


def _twice_the_same_field(dice: Dice, key: str) -> bytes:
    return (
        b'{"event":"a","event":'
        + _json(_value(dice))
        + b',"userId":"u","writeKey":"'
        + key.encode()
        + b'"}'
    )


def _mutated(dice: Dice, key: str) -> bytes:
    body = bytearray(_nearly_good(dice, key))
    for _ in range(dice.randrange(1, 6)):
        body[dice.randrange(len(body))] = dice.randrange(256)
    return bytes(body)


def _bomb(dice: Dice, _: str) -> bytes:
    return gzip.compress(bytes(dice.choice((10**6, 2 * 10**7))), 1)


def _msgpack(dice: Dice, _: str) -> bytes:
    return msgspec.msgpack.encode([1, {"a": dice.randrange(99)}])


BODIES: tuple[Callable[[Dice, str], bytes], ...] = (
    _random, _some_object, _some_object, _nearly_good, _nearly_good, _nearly_good, _nearly_good_alone, _nearly_good_alone, _lines,
    _google, _huge_number, _encoded, _lone_surrogate, _twice_the_same_field, _mutated, _mutated, _msgpack, _deep, _many_events,
)  # fmt: skip
RARE = (_bomb,)
