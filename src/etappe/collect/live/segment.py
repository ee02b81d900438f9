"""Segment's HTTP API: track, page, screen, identify, group, alias, one by one or in a batch."""

import re
from collections.abc import Sequence
from typing import Any, cast, get_args

import msgspec

from etappe.collect.live.decoding import MAX_EVENT_BYTES, Arrival, Decoded, Fault
from etappe.collect.live.draft import Draft, EventKind
from etappe.collect.live.reading import (
    Moments,
    WrongField,
    clean_json,
    decode_json,
    json_object,
    micros,
    occurred,
    order_in,
    own_id,
    word,
)
from etappe.collect.live.reasons import UNKNOWN_TYPE
from etappe.collect.live.segment_context import (
    device_of,
    granted,
    share,
    source_of,
    staff_of,
    words,
)
from etappe.collect.live.segment_loose import loose_calls
from etappe.collect.live.segment_shapes import NOTHING, Batch, Call, Context, Page, Traits
from etappe.collect.live.sender import Sender, sender_of

_MANY = frozenset({"batch", "import"})
_KINDS = frozenset(get_args(EventKind))
_WITH_OWN_KEYS = frozenset({"alias", "group"})
_OWN_NAMES = {"page": "page_view", "screen": "screen_view"}
_KEYED = re.compile(rb'"(e-?mail|phone|order_?id)"\s*:', re.IGNORECASE)
_batch = msgspec.json.Decoder(Batch)
_call = msgspec.json.Decoder(Call)
_traits = msgspec.json.Decoder(Traits).decode
_page_of = msgspec.json.Decoder(Page).decode
_NO_CONTEXT, _NO_PAGE, _NO_TRAITS = Context(), Page(), Traits()


def decode_segment(body: bytes, arrival: Arrival) -> Decoded:
    """Decode the body of any of Segment's calls. Raises BadInput if it is no JSON or no list of events."""
    body = clean_json(body)
    many = arrival.call in _MANY
    try:
        if len(body) > MAX_EVENT_BYTES:
            return _decoded(*loose_calls(body, many), arrival)
        if many:
            batch = decode_json(_batch, body)
            share(batch.context, batch.batch)
            return _decoded(batch.batch, batch.sent_at, batch.write_key, arrival)
        call = decode_json(_call, body)
        return _decoded([call], call.sent_at, call.write_key, arrival)
    except (msgspec.ValidationError, WrongField):
        return _decoded(*loose_calls(body, many), arrival)


def _decoded(
    calls: Sequence[Call | Fault], sent: object, write_key: str | None, arrival: Arrival
) -> Decoded:
    moments = Moments(_sent(sent), arrival.received_us)
    sender = sender_of(arrival)
    found = Decoded([], [], write_key or "")
    for index, call in enumerate(calls):
        if isinstance(call, Fault):
            found.faults.append(call)
            continue
        try:
            its = moments
            if sent is None and call.sent_at is not None:
                its = Moments(_sent(call.sent_at), arrival.received_us)
            found.drafts.append(_draft(call, arrival.call, its, sender))
        except WrongField as wrong:
            found.faults.append(wrong.at(index))
    return found


def _sent(moment: object) -> int | None:
    try:
        return micros(cast(Any, moment)) if moment else None
    except WrongField:
        return None


def _draft(call: Call, asked: str, moments: Moments, sender: Sender) -> Draft:
    kind = _kind(call.type, asked)
    context = call.context or _NO_CONTEXT
    properties = b"" if call.properties is NOTHING else json_object(call.properties, "properties")
    page = _page(kind, context, properties)
    no_traits = call.traits is NOTHING and context.traits is NOTHING
    person = _NO_TRAITS if no_traits else _person(kind, call, context)
    agent = context.user_agent or sender.user_agent
    device = device_of(context, agent) if context.device or context.touch else None
    group = call.group_id or context.group_id
    # In the order of the fields: by name it takes nine times as long, and this is done for every event.
    draft = Draft(
        kind,
        word(call.message_id, "messageId") or own_id(),
        _name(kind, call),
        _moment(call, moments),
        moments.received_us,
        "browser",
        source_of(call, context, agent),
        word(call.anonymous_id, "anonymousId"),
        word(call.user_id, "userId"),
        word(call.previous_id, "previousId") if call.previous_id else None,
        word(group, "groupId") if group else None,
        person.email,
        word(person.phone, "traits.phone") if person.phone else None,
        word(context.session_id, "context.sessionId"),
        page.url,
        page.title or _title(kind, call),
        page.referrer,
        agent,
        context.locale or sender.language,
        None,  # the country, which the front looks up
        words(context.campaign) if context.campaign else None,
        words(context.click_ids) if context.click_ids else None,
        granted(context.consent) if context.consent else None,
        word(context.consent.version) if context.consent else None,
        staff_of(context),
        order_in(properties) if properties else None,
        None,  # product, value and currency: found by the steps
        None,
        None,
        properties,
        b"" if no_traits else _traits_of(kind, call, context),
        False,
        {"device": device} if device else None,
    )
    if kind in _WITH_OWN_KEYS or not (draft.anonymous_id or draft.user_id):
        _check_keys(draft)
    return draft


def _kind(told: str | None, asked: str) -> EventKind:
    if told in _KINDS:
        return cast(EventKind, told)
    if asked in _KINDS:
        return cast(EventKind, asked)
    raise WrongField(
        "type",
        f"{told!r} is no call." if told else "is missing.",
        "Known: track, page, screen, identify, group, alias.",
        UNKNOWN_TYPE,
    )


def _name(kind: EventKind, call: Call) -> str:
    if kind != "track":
        return _OWN_NAMES.get(kind, kind)
    name = word(call.event, "event", 200)
    if name is None:
        raise WrongField("event", "is missing.", 'Name what happened: "Product Added".')
    return name


def _moment(call: Call, moments: Moments) -> int:
    """By the Segment specification; a `timestamp` beside an `originalTimestamp` has been corrected by somebody already."""
    original = call.original_timestamp
    told = original if call.timestamp is None else call.timestamp
    if told is None:
        return moments.received_us
    corrected = original is not None and call.timestamp is not None
    skew_us = 0 if corrected else moments.skew_us()
    return occurred(micros(told) + skew_us, moments.received_us)


def _page(kind: EventKind, context: Context, properties: bytes) -> Page:
    """The page; calls from servers tell it in the properties of `page`."""
    if context.page is not None and context.page.url:
        return context.page
    if kind == "page" and properties:
        try:
            return _page_of(properties)
        except msgspec.ValidationError:
            return _NO_PAGE
    return context.page or _NO_PAGE


def _title(kind: EventKind, call: Call) -> str | None:
    return word(call.name, "name", 1_000) if kind in _OWN_NAMES else None


def _traits_of(kind: EventKind, call: Call, context: Context) -> bytes:
    if kind not in {"identify", "group"}:
        return b""
    return json_object(call.traits, "traits") or json_object(context.traits, "context.traits")


def _person(kind: EventKind, call: Call, context: Context) -> Traits:
    """E-mail address and phone number of the person; a group's traits tell of a company."""
    raw = bytes(context.traits) if kind == "group" else bytes(call.traits or context.traits)
    if not raw or raw[:1] != b"{":
        return _NO_TRAITS
    try:
        return _traits(raw)
    except msgspec.ValidationError:
        return _NO_TRAITS


def _check_keys(draft: Draft) -> None:
    """An event must say whose it is, except from a browser that may not tell."""
    kind = draft.kind
    if kind == "alias" and not (draft.previous_id and draft.user_id):
        raise WrongField("previousId", "alias needs previousId and userId.", "Send both ids.")
    if kind == "group" and not draft.account_id:
        raise WrongField("groupId", "is missing.", "Name the company or group.")
    if draft.user_id or draft.anonymous_id or draft.email or draft.phone:
        return
    if draft.source == "web" or draft.consent is not None or _KEYED.search(draft.properties):
        return
    raise WrongField("userId", "is missing, and so is anonymousId.", "Send at least one of them.")
