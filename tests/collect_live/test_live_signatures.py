"""Signed webhooks: with a secret only the platform itself may tell; without one it is as before."""

import base64
import hmac
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from collect_live.front import Front, receiving
from etappe.app.keys import keys, revoke_key, sign_webhooks
from etappe.base.errors import BadInput
from etappe.collect.live.signatures import is_signed
from etappe.collect.live.webhooks import signing

SECRET = "shpss_0123456789"
ORDER = {
    "id": 1,
    "name": "#1",
    "processed_at": "2026-11-01T10:00:00Z",
    "total_price": "9.90",
    "currency": "EUR",
}


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with receiving(tmp_path) as one:
        yield one


def signed(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, sha256).digest()).decode()


def tell(front: Front, order: Any = ORDER, signature: str | None = None, key: str = "") -> int:
    headers = {} if signature is None else {"X-Shopify-Hmac-Sha256": signature}
    answer = front.client.post(
        "/v1/webhooks/shopify",
        params={"write_key": key or front.server},
        content=order if isinstance(order, bytes) else json.dumps(order).encode(),
        headers={"X-Shopify-Topic": "orders/create", **headers},
    )
    return answer.status_code


def number(front: Front) -> int:
    return next(key.id for key in keys(front.shop) if key.name == "ERP")


def test_a_known_code() -> None:
    """RFC 4231, test case 2; and the form in which Shopify and Meta write a code."""
    code = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    body, key = b"what do ya want for nothing?", b"Jefe"
    as_hex = {"header": "x", "form": "hex", "before": "sha256="}
    assert is_signed(as_hex, key, body, {"x": f"sha256={code}"})
    assert not is_signed(as_hex, key, body, {"x": code})
    in_base64 = {"header": "x", "form": "base64"}
    packed = base64.b64encode(bytes.fromhex(code)).decode()
    assert is_signed(in_base64, key, body, {"x": packed})
    assert not is_signed(in_base64, key, body + b" ", {"x": packed})
    assert not is_signed(in_base64, key, body, {"x": "ü"})


def test_with_a_secret_only_what_is_signed_counts(front: Front) -> None:
    assert tell(front) == 200  # nothing agreed: as it comes
    of_erp = sign_webhooks(front.shop, number(front), "shopify", f" {SECRET}\n")
    assert of_erp.signed == ("shopify",)
    body = json.dumps(ORDER | {"id": 2, "name": "#2"}).encode()
    assert tell(front, body) == 401
    assert tell(front, body, signed(body, "another")) == 401
    assert tell(front, body, signed(body + b"\n")) == 401
    assert tell(front, body, signed(body)) == 200
    assert [row["order_id"] for row in front.rows()] == ["#1", "#2"]
    assert front.rejected()["unsigned"] == 3
    sign_webhooks(front.shop, number(front), "shopify", "")
    assert tell(front, ORDER | {"id": 3, "name": "#3"}) == 200


def test_the_refusal_says_what_to_do_and_the_secret_is_never_told(front: Front) -> None:
    sign_webhooks(front.shop, number(front), "woocommerce", SECRET)
    path = f"/v1/webhooks/woocommerce?write_key={front.server}"
    answer = front.client.post(path, json={"id": 1})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (401, "wrong_signature")
    assert "etappe keys sign" in problem["next_step"]
    # WooCommerce greets a new webhook without a signature, and switches it off if that is refused.
    assert front.client.post(path, content=b"webhook_id=7").status_code == 200
    assert tell(front) == 200  # another platform's secret is none of Shopify's
    folder = front.house.directory.shop("default")
    front.house.close()
    assert not [file for file in folder.rglob("*.sqlite*") if SECRET.encode() in file.read_bytes()]


def test_a_secret_belongs_to_a_servers_key_and_goes_with_it(front: Front) -> None:
    assert "shopify" in signing()
    with pytest.raises(BadInput, match="brings no webhooks"):
        sign_webhooks(front.shop, 2, "shopify", SECRET)
    with pytest.raises(BadInput, match="does not sign"):
        sign_webhooks(front.shop, number(front), "somebody", SECRET)
    sign_webhooks(front.shop, number(front), "shopify", SECRET)
    revoke_key(front.shop, number(front))
    assert all(key.signed == () for key in keys(front.shop))


def test_through_the_api_and_only_by_who_may(front: Front) -> None:
    path = f"/api/shops/default/keys/{number(front)}/webhooks/shopify"
    assert front.client.put(path, json={"secret": SECRET}).status_code == 401
    machine = {"Authorization": "Bearer token-of-this-machine"}
    made = front.client.put(path, json={"secret": SECRET}, headers=machine)
    assert (made.status_code, made.json()["signed"]) == (200, ["shopify"])
    assert SECRET not in made.text
    wrong = front.client.put(path, json={"secret": "x" * 501}, headers=machine)
    assert wrong.status_code == 422
