"""The validation answer of the Measurement Protocol, in Google's shape and with Google's codes.

https://developers.google.com/analytics/devguides/collection/protocol/ga4/validating-events
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from etappe.base.money import currency_digits

MOST_EVENTS = 25
_MOST_PARAMS = 25
_LONGEST_NAME = 40
_LONGEST_VALUE = 100
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = frozenset(
    ("ad_activeview", "ad_click", "ad_exposure", "ad_query", "ad_reward", "adunit_exposure",
     "app_background", "app_clear_data", "app_exception", "app_remove", "app_store_refund",
     "app_store_subscription_cancel", "app_store_subscription_convert", "app_store_subscription_renew",
     "app_update", "app_upgrade", "dynamic_link_app_open", "dynamic_link_app_update",
     "dynamic_link_first_open", "error", "firebase_campaign", "firebase_in_app_message_action",
     "firebase_in_app_message_dismiss", "firebase_in_app_message_impression", "first_open", "first_visit",
     "in_app_purchase", "notification_dismiss", "notification_foreground", "notification_open",
     "notification_receive", "notification_send", "os_update", "session_start", "user_engagement")
)  # fmt: skip
_WITH_MONEY = frozenset(
    {"purchase", "refund", "add_to_cart", "begin_checkout", "add_payment_info", "add_shipping_info"}
)


class _Message(NamedTuple):
    code: str
    path: str
    text: str


def validation(body: bytes) -> bytes:
    """Google's answer to a request: `{"validationMessages": […]}`, an empty list if nothing is wrong."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        found = [
            _Message(
                "VALUE_INVALID", "", f"Unable to parse Measurement Protocol JSON payload. {error}"
            )
        ]
    else:
        found = list(_messages(told))
    return msgspec.json.encode(
        {
            "validationMessages": [
                {"fieldPath": path, "description": text, "validationCode": code}
                for code, path, text in found
            ]
        }
    )


def _messages(told: Any) -> Iterator[_Message]:
    if not isinstance(told, dict):
        yield _Message("VALUE_INVALID", "", "The payload must be a JSON object.")
        return
    if not (told.get("client_id") or told.get("app_instance_id")):
        yield _Message("VALUE_REQUIRED", "client_id", "Measurement requires a client_id.")
    events = told.get("events")
    if not isinstance(events, list) or not events:
        yield _Message("VALUE_REQUIRED", "events", "The payload must have at least one event.")
        return
    if len(events) > MOST_EVENTS:
        yield _Message(
            "EXCEEDED_MAX_ENTITIES",
            "events",
            f"The number of events exceeds the limit of {MOST_EVENTS}.",
        )
    for index, event in enumerate(events):
        yield from _event(index, event)


def _event(index: int, event: Any) -> Iterator[_Message]:
    name = event.get("name") if isinstance(event, dict) else None
    if not isinstance(name, str) or not name:
        yield _Message("VALUE_REQUIRED", "events", f"Event at index: [{index}] has no name.")
        return
    yield from _name(f"Event at index: [{index}]", name)
    params = event.get("params", {})
    if not isinstance(params, dict):
        yield _Message(
            "VALUE_INVALID",
            "events.params",
            f"Event at index: [{index}] has params that are no object.",
        )
        return
    if len(params) > _MOST_PARAMS:
        yield _Message(
            "EXCEEDED_MAX_ENTITIES", "events.params",
            f"Event at index: [{index}] has more than {_MOST_PARAMS} parameters.",
        )  # fmt: skip
    for key, value in params.items():
        yield from _param(index, key, value)
    yield from _money(index, name, params)


def _name(whose: str, name: str) -> Iterator[_Message]:
    if not _NAME.fullmatch(name):
        text = "Names must start with an alphabetic character and hold letters, digits and underscores only."
        yield _Message("NAME_INVALID", "events", f"{whose} has invalid name [{name}]. {text}")
    if len(name) > _LONGEST_NAME:
        text = f"Names must have at most {_LONGEST_NAME} characters."
        yield _Message("NAME_INVALID", "events", f"{whose} has invalid name [{name}]. {text}")
    if name in _RESERVED:
        yield _Message("NAME_RESERVED", "events", f"{whose} has name [{name}] which is reserved.")


def _param(index: int, key: str, value: Any) -> Iterator[_Message]:
    whose = f"Event at index: [{index}] has a parameter [{key}]"
    if not _NAME.fullmatch(key) or len(key) > _LONGEST_NAME:
        yield _Message("NAME_INVALID", "events.params", f"{whose} with an invalid name.")
    if isinstance(value, str) and len(value) > _LONGEST_VALUE and not key.startswith("page_"):
        text = f"{whose} whose value has more than {_LONGEST_VALUE} characters."
        yield _Message("VALUE_OUT_OF_BOUNDS", f"events.params.{key}", text)


def _money(index: int, name: str, params: dict[str, Any]) -> Iterator[_Message]:
    currency = params.get("currency")
    known = isinstance(currency, str) and currency in currency_digits()
    if currency is not None and not known:
        text = f"Event at index: [{index}] has an unknown currency [{currency}]."
        yield _Message("VALUE_INVALID", "events.params.currency", text)
    if params.get("value") is not None and currency is None and name in _WITH_MONEY:
        text = f"Event at index: [{index}] has a value, but no currency."
        yield _Message("VALUE_REQUIRED", "events.params.currency", text)
    if name in {"purchase", "refund"} and not params.get("transaction_id"):
        text = f"Event at index: [{index}] has no transaction_id."
        yield _Message("VALUE_REQUIRED", "events.params.transaction_id", text)
