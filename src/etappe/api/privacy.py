"""/api/shops/{shop}/privacy: what is stored, for how long, who asked; forgetting, export, consent of one person."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.analysis.period import zone_of
from etappe.api.access import Editor, Owner, TheHouse, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.consent import PersonConsent, agree, consent_of, withdraw
from etappe.app.country import RehashReport
from etappe.app.forgetting import ForgetReceipt, receipts
from etappe.app.fulfilment import export_for, forget_for
from etappe.app.person_export import as_json
from etappe.app.person_export_page import as_page
from etappe.app.privacy import Privacy, privacy
from etappe.app.privacy_record import as_html, as_markdown, record
from etappe.app.privacy_settings import change_privacy
from etappe.app.rehash import rehash
from etappe.app.requests import close_request, note_request
from etappe.app.retention import RetentionRow, RetentionRun, retention, run_retention, set_retention
from etappe.app.sealing_before import SealedBefore, seal_before
from etappe.base.messages import Language
from etappe.store.records import Request, RequestKind

router = APIRouter(tags=["privacy"], responses=PROBLEMS)

Key = Annotated[str, Field(min_length=1, max_length=500, description="Any key of the person.")]
Format = Literal["json", "html"]


class PersonWish(BaseModel):
    """Of whom, and which noted request it fulfils."""

    model_config = ConfigDict(extra="forbid")

    person: Key
    request: int | None = Field(None, ge=1, le=2**53 - 1)


class ForgetWish(PersonWish):
    """Whom to forget. `orders_stay`: orders stay without the person; `later`: what the keys send later is refused."""

    reason: str = Field("", max_length=2_000)
    orders_stay: bool = True
    later: bool = False


class ConsentWish(BaseModel):
    """A withdrawal (or, with `agree`, a consent given again) that reached the shop by letter or phone."""

    model_config = ConfigDict(extra="forbid")

    person: Key
    purposes: list[str] = Field(min_length=1, max_length=3)
    agree: bool = False


class RequestWish(BaseModel):
    """A request that came. `received`: the day on which it came, today without it."""

    model_config = ConfigDict(extra="forbid")

    kind: RequestKind
    key: Key
    received: date | None = None


class Closing(BaseModel):
    """What came of a request that neither an export nor a deletion here fulfilled."""

    model_config = ConfigDict(extra="forbid")

    state: Literal["done", "refused"]


class RunWish(BaseModel):
    """With `dry` nothing is deleted: only how much would be."""

    model_config = ConfigDict(extra="forbid")

    dry: bool = True


class PrivacyChange(BaseModel):
    """Switches: what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    keep_untold: bool | None = None
    withdrawal_past: bool | None = None


@router.get("/shops/{shop}/privacy", response_model=Privacy)
def get_privacy(shop: TheShop) -> Response:
    """What is stored about people, field by field; consent of visits; purposes; times."""
    return answer(privacy(shop))


@router.patch("/shops/{shop}/privacy", response_model=Privacy)
def patch_privacy(shop: TheShop, caller: Owner, change: PrivacyChange) -> Response:
    """Whether originals are kept where no consent is told; whether a withdrawal takes the past."""
    change_privacy(shop, change.model_dump(exclude_none=True), caller.email)
    return answer(privacy(shop))


@router.get("/shops/{shop}/privacy/record", response_class=Response)
def get_record(
    shop: TheShop,
    house: TheHouse,
    language: Language = "de",
    format_: Annotated[Literal["md", "html"], Query(alias="format")] = "md",
) -> Response:
    """The draft of a record of processing (GDPR Art. 30) with the technical measures."""
    users = Counter(user.role for user in house.installation.users())
    parts = record(shop, language, users)
    if format_ == "html":
        return _file(as_html(parts, language), "text/html", f"{shop.name}-art-30.html")
    return _file(as_markdown(parts), "text/markdown", f"{shop.name}-art-30.md")


@router.get("/shops/{shop}/privacy/retention", response_model=list[RetentionRow])
def get_retention(shop: TheShop) -> Response:
    """How long each kind of data is kept, and how many are older now."""
    return answer(retention(shop))


@router.put("/shops/{shop}/privacy/retention", response_model=list[RetentionRow])
def put_retention(shop: TheShop, caller: Owner, days: Mapping[str, int | None]) -> Response:
    """Decide kinds: days, null for no limit."""
    return answer(set_retention(shop, days, caller.email))


@router.post("/shops/{shop}/privacy/retention/run", response_model=RetentionRun)
def run(shop: TheShop, _: Owner, wish: RunWish) -> Response:
    """Delete what is older than its time now, or say how much that is."""
    return answer(run_retention(shop, dry=wish.dry))


@router.post("/shops/{shop}/privacy/forgetting", response_model=ForgetReceipt)
def forget_person(shop: TheShop, house: TheHouse, caller: Owner, wish: ForgetWish) -> Response:
    """Forget a person in every place, at once and for good; the receipt says what was done, not whom it was about."""
    busy = house.bringing.busy(shop.name)
    return answer(forget_for(shop, wish.model_dump(), caller.email, busy))


@router.get("/shops/{shop}/privacy/receipts", response_model=list[ForgetReceipt])
def list_receipts(shop: TheShop, _: Owner) -> Response:
    """Every receipt of a forgetting, the latest first."""
    return answer(receipts(shop))


@router.post("/shops/{shop}/privacy/export", response_class=Response)
def export_person(
    shop: TheShop,
    caller: Owner,
    wish: PersonWish,
    language: Language = "de",
    format_: Annotated[Format, Query(alias="format")] = "json",
) -> Response:
    """Everything of one person as a file; that it was seen is logged."""
    made = export_for(shop, wish.model_dump(), caller.email)
    if format_ == "html":
        zone = zone_of(shop.records.settings().zone)
        return _file(as_page(made, language, zone), "text/html", f"person-{made.person}.html")
    return _file(as_json(made), "application/json", f"person-{made.person}.json")


@router.get("/shops/{shop}/privacy/consent/{person}", response_model=PersonConsent)
def get_consent(shop: TheShop, person: str) -> Response:
    """What one person agreed to when, and what they withdrew."""
    return answer(consent_of(shop, person))


@router.post("/shops/{shop}/privacy/consent", response_model=PersonConsent)
def put_consent(shop: TheShop, caller: Editor, wish: ConsentWish) -> Response:
    """Note a withdrawal: it counts at once, on every device."""
    if wish.agree:
        return answer(agree(shop, wish.person, wish.purposes))
    return answer(withdraw(shop, wish.person, wish.purposes, caller.email))


@router.get("/shops/{shop}/privacy/requests", response_model=list[Request])
def list_requests(shop: TheShop, _: Editor) -> Response:
    """Requests of people about their data: open ones first, by due day."""
    return answer(shop.records.requests.all())


@router.post("/shops/{shop}/privacy/requests", response_model=Request)
def add_request(shop: TheShop, caller: Editor, wish: RequestWish) -> Response:
    """Note a request; it is due a month after it came."""
    return answer(note_request(shop, wish.kind, wish.key, caller.email, wish.received))


@router.post("/shops/{shop}/privacy/requests/{number}/closing", response_model=Request)
def close(shop: TheShop, caller: Editor, number: int, closing: Closing) -> Response:
    """Close a request that was fulfilled elsewhere, or refused."""
    return answer(close_request(shop, number, closing.state, caller.email))


@router.post("/shops/{shop}/privacy/sealing", response_model=SealedBefore)
def seal_what_was_before(shop: TheShop, _: Owner) -> Response:
    """Seal personal properties of events that came before there was sealing; a running server does so by itself."""
    return answer(seal_before(shop))


@router.post("/shops/{shop}/privacy/rehash", response_model=RehashReport)
def make_hashes_anew(shop: TheShop, house: TheHouse, _: Owner) -> Response:
    """Change the secret of the hashes of addresses and numbers; says of how many that cannot be done."""
    return answer(rehash(house, shop.name))


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content,
        media_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
