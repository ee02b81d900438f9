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

    `signature` says which `header`, what stands `before` the code in it, and in which `form` the code is: `base64`
    or `hex`.
    """
    told = headers.get(signature["header"], "").strip()
    code = hmac.new(secret, body, sha256)
    if signature["form"] == "hex":
        expected = (signature.get("before", "") + code.hexdigest()).encode()
    else:
        expected = b64encode(code.digest())
    return hmac.compare_digest(told.encode("utf-8", "replace"), expected)
