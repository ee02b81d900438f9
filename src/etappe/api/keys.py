"""/api/shops/{shop}/keys: the write keys by which sources may send events."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.keys import (
    NewWriteKey,
    WebhookSystem,
    keys,
    make_key,
    revoke_key,
    sign_webhooks,
    webhook_systems,
)
from etappe.store.records import KeyKind, WriteKey

router = APIRouter(tags=["sources"], responses=PROBLEMS)


class KeyWish(BaseModel):
    """A write key to make. `per_second` limits its events; without it there is no limit of its own."""

    model_config = ConfigDict(extra="forbid")

    kind: KeyKind
    name: str = Field(min_length=1, max_length=80)
    per_second: int | None = Field(default=None, ge=1, le=1_000_000)


@router.get("/shops/{shop}/keys", response_model=list[WriteKey])
def list_keys(shop: TheShop) -> Response:
    """Every write key, also those taken back. A browser's key is public; of a server's only a digest is kept."""
    return answer(keys(shop))


@router.post("/shops/{shop}/keys", response_model=NewWriteKey, status_code=201)
def make_write_key(shop: TheShop, caller: Editor, wish: KeyWish) -> Response:
    """A new write key; the text of a server's key is shown this once."""
    made = answer(make_key(shop, wish.model_dump(), caller.email))
    made.status_code = 201
    return made


@router.get("/shops/{shop}/webhooks", response_model=list[WebhookSystem])
def list_webhook_systems(_: TheShop) -> Response:
    """The platforms whose webhooks are understood: `/v1/webhooks/SYSTEM`, and which of them can sign."""
    return answer(webhook_systems())


class WebhookSecret(BaseModel):
    """What a platform signs its webhooks with; "" takes the secret away."""

    model_config = ConfigDict(extra="forbid")

    secret: str = Field(max_length=500)


@router.put("/shops/{shop}/keys/{id}/webhooks/{system}", response_model=WriteKey)
def put_webhook_secret(
    shop: TheShop,
    caller: Editor,
    id_: Annotated[int, Path(alias="id", ge=1, le=2**53 - 1)],
    system: Annotated[str, Path(max_length=40)],
    wish: WebhookSecret,
) -> Response:
    """Take webhooks of a platform with this key only if they are signed with the secret, which is never shown again."""
    return answer(sign_webhooks(shop, id_, system, wish.secret, caller.email))


@router.delete("/shops/{shop}/keys/{id}", status_code=204)
def revoke_write_key(
    shop: TheShop, caller: Editor, id_: Annotated[int, Path(alias="id", ge=1, le=2**53 - 1)]
) -> Response:
    """Take a key back: whatever is sent with it is refused from now on."""
    revoke_key(shop, id_, caller.email)
    return Response(status_code=204)
