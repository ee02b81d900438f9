"""The door to the files themselves, when no server runs."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from etappe.analysis.encode import encode, plain
from etappe.app import vocabulary
from etappe.app.account_decide import account_decisions
from etappe.app.account_import import bring as bring_accounts
from etappe.app.account_twins import twins
from etappe.app.accounts import put_role
from etappe.app.changes import changes, undo
from etappe.app.country import phone_numbers
from etappe.app.house import House
from etappe.app.identity import decisions, identity
from etappe.app.identity_audit import audit
from etappe.app.identity_decide import Wish, decide
from etappe.app.identity_decide import preview as preview_decision
from etappe.app.intake import Intake
from etappe.app.keys import change_tracking, keys, make_key, revoke_key, sign_webhooks, tracking
from etappe.app.links import links, make_link, media_choices, put_away, qr_of
from etappe.app.notes import note_choices, notes, take_back, write_note
from etappe.app.overview import overview
from etappe.app.person import person_page
from etappe.app.preview import preview
from etappe.app.rates import put_rates, rates
from etappe.app.rehash import rehash
from etappe.app.rejected import rejected
from etappe.app.segments import delete_segment, put_segment, segments
from etappe.app.setting_changes import setting_changes
from etappe.app.settings import change_settings, settings_view
from etappe.app.shop import Shop
from etappe.app.sources import key_sources, sources
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.errors import NotFound
from etappe.cli import local_privacy
from etappe.cli.local_accounts import (
    account_history,
    act_on_account,
    decide_wish,
    preview_wish,
    read_account,
    write_account,
)
from etappe.events.documents import rule_from_doc
from etappe.maps.png import to_png
from etappe.maps.svg import to_svg


def _sign(shop: Shop, path: str, value: Any) -> Any:
    """'3/webhooks/shopify': the secret of that platform's webhooks with key 3."""
    number, _, system = path.split("/")
    return sign_webhooks(shop, int(number), system, value["secret"])


READS: dict[str, Callable[..., Any]] = {
    "": overview,
    "settings": settings_view,
    "event-words": vocabulary.event_words,
    "touchpoints": vocabulary.touchpoints,
    "touchpoint-rules": vocabulary.rules,
    "stage-models": vocabulary.models,
    "rates": rates,
    "imports": lambda shop: shop.events.imports(),
    "segments": segments,
    "changes": changes,
    "settings/changes": setting_changes,
    "openings": lambda shop, limit: {"openings": shop.records.openings.latest(limit)},
    "collector": lambda shop: shop.collector.state(),
    "identity/audit": audit,
    "identity/decisions": decisions,
    "keys": keys,
    "phone-numbers": phone_numbers,
    "tracking": tracking,
    "rejected": rejected,
    "sources": sources,
    "sources/keys": key_sources,
    "notes": notes,
    "links": links,
    "link-media": media_choices,
    "note-kinds": note_choices,
    "account-roles": lambda shop: shop.accounts.roles(),
    "account-decisions": account_decisions,
    "account-twins": twins,
}
WRITES: dict[str, Callable[[Shop, Any], Any]] = {
    "": change_settings,
    "event-words": lambda shop, value: vocabulary.confirm_event_words(shop, value["names"]),
    "touchpoint-rules": lambda shop, value: vocabulary.put_rules(
        shop, [rule_from_doc(rule) for rule in value]
    ),
    "rates": lambda shop, value: put_rates(shop, value["csv"]),
    "tracking": change_tracking,
}
ACTS: dict[str, Callable[[Shop, Any], Any]] = {
    "words/preview": preview,
    "keys": make_key,
    "links": make_link,
    "notes": write_note,
    "identity/preview": lambda shop, value: preview_decision(shop, Wish(**value)),
    "identity/decisions": lambda shop, value: decide(shop, Wish(**value), COMMAND_LINE),
    "account-decisions/preview": preview_wish,
    "account-decisions": decide_wish,
    "account-rows": lambda shop, value: bring_accounts(shop, value["rows"], COMMAND_LINE),
}
NAMED_WRITES: dict[str, Callable[[Shop, str, Any], Any]] = {
    "accounts": write_account,
    "account-roles": lambda shop, key, value: put_role(shop, key, value, COMMAND_LINE),
    "event-words": vocabulary.put_event_word,
    "touchpoints": vocabulary.put_touchpoint,
    "stage-models": vocabulary.put_model,
    "keys": _sign,
    "segments": lambda shop, key, value: put_segment(
        shop, key, value["name"], value["where"], COMMAND_LINE
    ),
}
NAMED_READS: dict[str, Callable[[Shop, str], Any]] = {
    "accounts": read_account,
    "accounts/history": account_history,
    "people": lambda shop, key: person_page(shop, key, {}),
    "people/identity": identity,
}
DELETES: dict[str, Callable[[Shop, str], object]] = {
    "account-roles": lambda shop, key: put_role(shop, key, None, COMMAND_LINE),
    "stage-models": vocabulary.delete_model,
    "segments": delete_segment,
    "keys": lambda shop, key: revoke_key(shop, int(key)),
    "notes": lambda shop, key: take_back(shop, int(key)),
    "links": lambda shop, key: put_away(shop, int(key)),
}


def opened_house(root: Path, wait: float) -> House:
    """The house of a data directory; Busy if another process still has it after `wait` seconds."""
    return House(root, wait_seconds=wait)


class LocalDoor:
    """Asks by call what RemoteDoor asks over HTTP."""

    def __init__(self, house: House, shop: str, *, create: bool = False) -> None:
        self._shop = house.shop(shop, create=create)
        self._house = house

    def ask(self, name: str, params: Mapping[str, Any]) -> bytes:
        """The answer to the analysis."""
        return encode(self._shop.ask(name, params))

    def draw(self, kind: str, params: Mapping[str, Any]) -> bytes:
        """The map."""
        drawn = self._shop.draw(params)
        if kind == "json":
            return encode(drawn)
        svg = to_svg(drawn, params.get("theme", "light"))
        return svg.encode() if kind == "svg" else to_png(svg, float(params.get("scale", 2)))

    def picture(self, what: str, **params: Any) -> bytes:
        """A picture of a resource: 'links/7/qr'."""
        return qr_of(self._shop, int(what.split("/")[1]), params["kind"])

    def read(self, what: str, **params: Any) -> Any:
        """A resource."""
        collection, _, rest = what.partition("/")
        if collection == "privacy":
            return plain(local_privacy.read(self._shop, rest))
        if what in READS:
            return plain(READS[what](self._shop, **params))
        name, _, part = rest.partition("/")
        wanted = f"{collection}/{part}" if part else collection
        return plain(NAMED_READS[wanted](self._shop, unquote(name)))

    def act(self, what: str, value: Any = None) -> Any:
        """Have something done: 'words/preview', 'changes/7/undo'."""
        collection, _, rest = what.partition("/")
        if collection == "accounts":
            return plain(act_on_account(self._shop, unquote(rest)))
        if what == "privacy/rehash":
            return plain(rehash(self._house, self._shop.name))
        if collection == "privacy":
            return plain(local_privacy.act(self._shop, rest, value))
        if collection == "changes":
            return plain(undo(self._shop, int(rest.partition("/")[0]), COMMAND_LINE))
        return plain(ACTS[what](self._shop, value))

    def write(self, what: str, value: Any) -> Any:
        """Put a resource."""
        collection, _, name = what.partition("/")
        if collection == "privacy":
            return plain(local_privacy.write(self._shop, name, value))
        if name:
            return plain(NAMED_WRITES[collection](self._shop, name, value))
        return plain(WRITES[collection](self._shop, value))

    def delete(self, what: str) -> None:
        """Take a resource away."""
        collection, _, name = what.partition("/")
        if collection not in DELETES:
            raise NotFound(f"Nothing can be deleted from {collection!r}.")
        DELETES[collection](self._shop, name)

    def file(self, what: str, wish: Any, params: Mapping[str, str]) -> bytes:
        """A file about privacy."""
        users = Counter(user.role for user in self._house.installation.users())
        return local_privacy.file(self._shop, what.removeprefix("privacy/"), wish, params, users)

    def intake(self, *, again: bool = False) -> Intake:
        """Where mapped batches go."""
        return Intake(self._shop, again=again)
