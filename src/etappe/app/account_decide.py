"""Deciding which ids are one company: what a wish would change, and carrying it out, with a reason and a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from etappe.app.account_effect import AccountEffect, effect_of
from etappe.app.identity_said import both
from etappe.app.identity_words import moment_said
from etappe.app.shop import Shop
from etappe.app.speech import say
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.clock import now
from etappe.base.errors import BadInput, NotFound
from etappe.base.messages import Language
from etappe.events.words import Text
from etappe.identity.companies import companies
from etappe.store.events.decisions import check_undo, with_undos
from etappe.store.events.values import AccountDecision, DecisionKind, NewAccountDecision


@dataclass(frozen=True, slots=True)
class AccountWish:
    """What somebody wants: `other` is the company `account` too, whose id stays (merge); the id `account` stands
    alone (split); decision `id` is taken back (undo)."""

    kind: Literal["merge", "split", "undo"]
    account: str = ""
    other: str = ""
    id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownAccountDecision:
    """A decision about ids of companies as people read it; `holds`: it counts at present."""

    id: int
    kind: DecisionKind
    account: str
    other: str
    undoes: int | None
    reason: str
    by: str
    at: datetime
    holds: bool
    undone_by: int | None
    sentences: Text


@dataclass(frozen=True, slots=True)
class AccountDecided:
    """A decision that holds now, what it changed, and the id of the company to look at."""

    decision: ShownAccountDecision
    effect: AccountEffect
    account: str


def preview_accounts(shop: Shop, wish: AccountWish) -> AccountEffect:
    """What the wish would change; nothing is kept. BadInput, NotFound or Conflict for a wish that cannot be."""
    return _effect(shop, _new(shop, wish, ""))


def decide_accounts(shop: Shop, wish: AccountWish, by: str) -> AccountDecided:
    """Carry the wish out in the name of `by`. BadInput without a reason, Conflict for what is undone already."""
    new = _new(shop, wish, by)
    effect = _effect(shop, new)
    before = shop.accounts.companies()
    decision = shop.events.decide_accounts(new)
    shop.columns()
    words = shop.events.accounts()
    concerned = _target(shop, decision).account
    # Who splits an id off goes on with the company that stays.
    rest = [code for code in before.codes_of(concerned) if code != concerned]
    looked_at = rest[0] if new.kind == "split" and rest else concerned
    account = words[shop.accounts.companies().head_of(looked_at)]
    zone = shop.records.settings().zone
    return AccountDecided(_shown(decision, words, zone), effect, account)


def account_decisions(shop: Shop, account: str = "") -> list[ShownAccountDecision]:
    """Every decision about ids of companies, the latest first; with `account` those that concern that company."""
    made = shop.events.account_decisions()
    words, zone = shop.events.accounts(), shop.records.settings().zone
    mine = set(shop.accounts.ids_of(account)) | {account}
    by_number = {one.id: one for one in made}

    def concerns(one: AccountDecision) -> bool:
        target = _followed(one, by_number)
        return not account or bool({words[target.account], words[target.other]} & mine)

    return [_shown(one, words, zone) for one in reversed(made) if concerns(one)]


def _new(shop: Shop, wish: AccountWish, by: str) -> NewAccountDecision:
    if wish.kind == "undo":
        if wish.id is None:
            raise BadInput(
                "Which decision is to be undone?",
                next_step="Name its number; `etappe accounts decisions` lists them.",
                field="id",
            )
        return NewAccountDecision("undo", wish.reason, by, undoes=wish.id)
    account = _code(shop, wish.account, "account")
    known = shop.accounts.companies()
    if wish.kind == "split":
        if len(known.codes_of(account)) == 1:
            raise BadInput(
                f"account: {wish.account!r} is no company of several ids.",
                next_step="Name an id that was merged into another company.",
                field="account",
            )
        return NewAccountDecision("split", wish.reason, by, account)
    other = _code(shop, wish.other, "other")
    if known.head_of(account) == known.head_of(other):
        raise BadInput(
            "Both ids are the same company already.",
            next_step="Name ids of two different companies.",
            field="other",
        )
    return NewAccountDecision("merge", wish.reason, by, account, other)


def _code(shop: Shop, account: str, field: str) -> int:
    """The number of an id itself, whatever company it belongs to."""
    word, known = account.strip(), shop.events.accounts()
    if word and shop.accounts.code_of(word) is not None:
        return known.index(word, 1) if word in known else shop.events.number_accounts([word])[word]
    raise NotFound(
        f"{field}: there is no account {word!r}.",
        next_step="See them all: etappe accounts.",
        field=field,
    )


def _effect(shop: Shop, new: NewAccountDecision) -> AccountEffect:
    known = shop.events.account_decisions()
    if new.kind == "undo":
        check_undo(known, new.undoes, "etappe accounts decisions")
    number = (known[-1].id if known else 0) + 1
    wished = AccountDecision(
        number, new.kind, new.account, new.other, new.undoes, new.reason, new.by, now()
    )
    return effect_of(shop, companies(with_undos([*known, wished])))


def _target(shop: Shop, decision: AccountDecision) -> AccountDecision:
    return _followed(decision, {one.id: one for one in shop.events.account_decisions()})


def _followed(decision: AccountDecision, known: dict[int, AccountDecision]) -> AccountDecision:
    """The merge or split that a chain of undos is about."""
    while decision.undoes is not None:
        decision = known[decision.undoes]
    return decision


def _shown(decision: AccountDecision, words: Sequence[str], zone: str) -> ShownAccountDecision:
    account, other = words[decision.account], words[decision.other]
    key = f"account_{'decided' if decision.holds else 'undone'}_{decision.kind}"

    def said(language: Language) -> str:
        command_line = decision.by == COMMAND_LINE
        return say(
            key, language, account=account, other=other, undoes=decision.undoes or 0,
            by=say("identity_command_line", language) if command_line else decision.by,
            at=moment_said(decision.at, zone, language), reason=decision.reason,
        )  # fmt: skip

    return ShownAccountDecision(
        decision.id, decision.kind, account, other, decision.undoes, decision.reason, decision.by,
        decision.at, decision.holds, decision.undone_by, both(said),
    )  # fmt: skip
