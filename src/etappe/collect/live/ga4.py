"""GA4 Measurement Protocol: what servers and tag managers send to Google comes here in the same form.

https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference
"""

from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Raw

from etappe.base.errors import BadInput
from etappe.collect.live.decoding import Arrival, Decoded, Fault
from etappe.collect.live.draft import Draft
from etappe.collect.live.ga4_shapes import Consent, Event, Hit, Id, Location, Params
from etappe.collect.live.ga4_validation import MOST_EVENTS, validation
from etappe.collect.live.reading import (
    WrongField,
    clean_json,
    decode_json,
    json_object,
    occurred,
    order_in,
    own_id,
    word,
)
from etappe.collect.live.sender import Sender, sender_of

_CATEGORIES = {"mobile": "phone", "tablet": "tablet", "desktop": "desktop"}
_CAMPAIGN = {
    "source": "source",
    "medium": "medium",
    "campaign": "name",
    "term": "term",
    "content": "content",
}
_GRANTED = "GRANTED"


_hit = msgspec.json.Decoder(Hit)
_event = msgspec.json.Decoder(Event)
_params = msgspec.json.Decoder(Params)
_NO_PARAMS = Params()


def decode_ga4(body: bytes, arrival: Arrival) -> Decoded:
    """Decode `/mp/collect`. Raises BadInput if the body is no request of this protocol."""
    try:
        hit = decode_json(_hit, clean_json(body))
    except msgspec.ValidationError as error:
        raise BadInput(
            f"The body is no request of the Measurement Protocol: {error}.",
            next_step='Send {"client_id": "…", "events": [{"name": "page_view", "params": {…}}]}.',
        ) from error
    sender, found = sender_of(arrival), Decoded([], [])
    for index, raw in enumerate(hit.events):
        try:
            found.drafts.append(_draft(hit, index, raw, arrival.received_us, sender))
        except WrongField as wrong:
            found.faults.append(wrong.at(index))
        except msgspec.ValidationError as error:
            found.faults.append(
                Fault(index, "name", f"has the wrong form: {error}.", "Send name and params.")
            )
    return found


def decode_ga4_debug(body: bytes, arrival: Arrival) -> Decoded:
    """Decode `/debug/mp/collect`: nothing is kept, and the answer is Google's list of what is wrong."""
    answer = validation(clean_json(body))
    return Decoded([], [], answer=answer, keep=False)


def _draft(hit: Hit, index: int, raw: Raw, received_us: int, sender: Sender) -> Draft:
    event = _event.decode(raw)
    if index >= MOST_EVENTS:
        raise WrongField(
            "events", f"is beyond the {MOST_EVENTS} events of a request.", "Send them in several."
        )
    name = word(event.name, "name", 200)
    if name is None:
        raise WrongField("name", "is missing.", 'Name what happened: "purchase".')
    anonymous_id = word(hit.client_id or hit.app_instance_id, "client_id")
    user_id = word(hit.user_id, "user_id")
    if not (anonymous_id or user_id):
        raise WrongField("client_id", "is missing.", "Send the client_id of the browser.")
    properties = json_object(event.params, "params")
    params = _told(properties)
    told = event.timestamp_micros or hit.timestamp_micros
    category = _CATEGORIES.get((hit.device.category or "").lower()) if hit.device else None
    app = hit.app_instance_id is not None
    return Draft(
        kind="page" if name == "page_view" else "screen" if name == "screen_view" else "track",
        event_id=_id(anonymous_id or user_id or "", index, raw, told),
        name=name,
        occurred_us=occurred(_micros(told), received_us) if told else received_us,
        received_us=received_us,
        source="app" if app else "web" if sender.user_agent else "server",
        anonymous_id=anonymous_id,
        user_id=user_id,
        visit_id=word(params.session_id, "session_id"),
        url=params.page_location,
        title=params.page_title,
        referrer=params.page_referrer,
        user_agent=hit.user_agent or sender.user_agent,
        language=params.language or (hit.device.language if hit.device else None) or sender.language,
        country=_country(hit.user_location),
        campaign=_campaign(params),
        consent=_granted(hit.consent),
        order_id=order_in(properties),
        properties=properties,
        traits=_user_properties(hit.user_properties),
        given={"device": "app"} if app else {"device": category} if category else None,
    )  # fmt: skip


def _id(person: str, index: int, raw: Raw, told: Id) -> str:
    """The protocol has no ids: the same event of the same moment is one, so that a repeated request counts once."""
    if not told:
        return own_id()
    digest = blake2b(bytes(raw), digest_size=16, person=b"ga4")
    digest.update(f"{person}\0{index}\0{told}".encode())
    return f"ga4-{digest.hexdigest()}"


def _micros(told: Id) -> int:
    try:
        return int(told or 0)
    except (ValueError, OverflowError) as error:
        raise WrongField(
            "timestamp_micros", f"is no moment: {told}.", "Send microseconds since 1970."
        ) from error


def _told(properties: bytes) -> Params:
    """The known parameters; one in a wrong form costs no more than itself."""
    if not properties:
        return _NO_PARAMS
    try:
        return _params.decode(properties)
    except msgspec.ValidationError:
        told = msgspec.json.decode(properties)
        texts = {
            name: told[name] for name in Params.__struct_fields__ if isinstance(told.get(name), str)
        }
        session = told.get("session_id")
        return (
            Params(**texts)
            if isinstance(session, str | dict | list | bool)
            else Params(**texts, session_id=session)
        )


def _campaign(params: Params) -> dict[str, str] | None:
    """Where the visit came from, as `campaign_details` tells; a lone `source` may mean anything."""
    if not (params.medium or params.campaign):
        return None
    told = {ours: getattr(params, theirs) for theirs, ours in _CAMPAIGN.items()}
    return {key: text for key, text in told.items() if text}


def _granted(consent: Consent | None) -> str | None:
    """Google asks about advertising alone; whoever refuses that has not refused to be counted."""
    if consent is None:
        return None
    purposes = ["analytics"]
    if consent.ad_user_data == _GRANTED:
        purposes.append("marketing")
    if consent.ad_personalization == _GRANTED:
        purposes.append("personalization")
    return ",".join(purposes)


def _country(location: Location | None) -> str | None:
    code = (location.country_id or "").strip().upper() if location else ""
    return code if len(code) == 2 and code.isalpha() and code.isascii() else None


def _user_properties(told: dict[str, Any] | None) -> bytes:
    """`{"tier": {"value": "gold"}}` as plain traits."""
    if not told:
        return b""
    plain = {
        name: value.get("value") if isinstance(value, dict) else value
        for name, value in told.items()
    }
    return msgspec.json.encode(plain)
