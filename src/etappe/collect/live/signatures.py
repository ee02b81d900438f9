"""Signatures of webhooks: whether a platform that shares a secret with the shop really sent this body."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

GREETING = b"webhook_id="
"""How WooCommerce greets a new webhook: not signed, and nothing is kept of it."""


def is_signed(
    signature: Mapping[str, str], secret: bytes, body: bytes, headers: Mapping[str, str]
) -> bool:
    """Whether the header holds the HMAC-SHA256 of the raw body. Compared in constant time.

    `signature` says which `header`, what stands `before` the code in it, and in which `form` the code is: `base64`,
    `hex`, or `stamped` (`t=MOMENT,v1=HEX` over "MOMENT.body").
    """
    told = headers.get(signature["header"], "").strip()
    if signature["form"] == "stamped":
        parts = [part.partition("=") for part in told.split(",")]
        moment = next((value for name, _, value in parts if name.strip() == "t"), "")
        expected = _hex(secret, f"{moment}.".encode() + body)
        codes = [value for name, _, value in parts if name.strip() == "v1"]
        return any([hmac.compare_digest(code.encode(), expected) for code in codes])
    if signature["form"] == "hex":
        expected = signature.get("before", "").encode() + _hex(secret, body)
    else:
        expected = b64encode(hmac.new(secret, body, sha256).digest())
    return hmac.compare_digest(told.encode("utf-8", "replace"), expected)


def _hex(secret: bytes, told: bytes) -> bytes:
    return hmac.new(secret, told, sha256).hexdigest().encode()
