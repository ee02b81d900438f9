"""What a decision about ids of companies would change: the companies concerned, before and after, in a few figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from etappe.analysis.accounts import account_columns
from etappe.analysis.money import major
from etappe.analysis.people_rows import figures_of
from etappe.analysis.scope import Scope, resolve_scope
from etappe.app.identity_said import both
from etappe.app.shop import Shop
from etappe.app.speech import plural, say
from etappe.base import numbers
from etappe.base.messages import Language
from etappe.events.words import Text
from etappe.identity.companies import Companies
from etappe.journeys.columns import Columns, Shard
from etappe.journeys.trial_accounts import tried_companies


@dataclass(frozen=True, slots=True)
class EffectAccount:
    """One company before or after, in a few figures; `ids` are all it is known by."""

    account: str
    name: str | None
    ids: tuple[str, ...]
    people: int
    visits: int
    journeys: int
    orders: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class AccountEffect:
    """Which companies a decision concerns, as they were and as they are (or would be) then."""

    before: tuple[EffectAccount, ...]
    after: tuple[EffectAccount, ...]
    currency: str
    sentences: Text


def effect_of(shop: Shop, wished: Companies) -> AccountEffect:
    """What would change if these were the companies; nothing is kept."""
    columns = shop.columns()
    trial = shop.book.tried(
        lambda store, written, settings: tried_companies(store, written, settings, columns, wished)
    )
    currency = shop.records.settings().currency
    codes = trial.accounts.tolist()
    before = _accounts(shop, trial.before, shop.accounts.companies(), codes)
    after = _accounts(shop, trial.after, wished, codes)
    return AccountEffect(before, after, currency, _effect_said(before, after, currency))


def _accounts(
    shop: Shop, columns: Columns, known: Companies, codes: Sequence[int]
) -> tuple[EffectAccount, ...]:
    """The companies of these codes with their figures, by the ids that stay."""
    heads = [code for code in codes if known.head_of(code) == code]
    return tuple(_account(shop, columns, known.codes_of(code)) for code in heads)


def _account(shop: Shop, columns: Columns, codes: Sequence[int]) -> EffectAccount:
    """One company of these ids, the one that stays first; figures are noughts without a touch."""
    words, told = shop.events.accounts(), shop.accounts.known()
    shard, place = _home(columns, codes[0])
    model = resolve_scope(columns, Scope()).model
    [figures] = figures_of(account_columns(columns), [0], [place], model) if shard else [None]
    named = (one for code in codes for one in told.get(code, ()))
    return EffectAccount(
        account=words[codes[0]],
        name=next((one.text for one in named if one.field == "name"), None),
        ids=tuple(words[code] for code in codes),
        people=_people(shard, place) if shard else 0,
        visits=figures.visits if figures else 0,
        journeys=figures.journeys if figures else 0,
        orders=figures.orders if figures else 0,
        value=major(figures.value if figures else 0, columns.currency),
    )


def _home(columns: Columns, code: int) -> tuple[Shard | None, int]:
    """The one shard of a trial and the account's place in it; None without a touch of the account."""
    for shard in columns.account_shards:
        place = int(np.searchsorted(shard.persons, code))
        if place < len(shard.persons) and shard.persons[place] == code:
            return shard, place
    return None, 0


def _people(shard: Shard, place: int) -> int:
    """How many persons have touches in the account."""
    units = shard.person
    [unit] = np.flatnonzero(units.person == place).tolist()
    return len(np.unique(shard.touch_person[units.starts[unit] : units.ends[unit]]))


def _effect_said(
    before: tuple[EffectAccount, ...], after: tuple[EffectAccount, ...], currency: str
) -> Text:
    def said(language: Language) -> str:
        if not before and not after:
            return say("accounts_effect_none", language)
        told: dict[str, str] = {}
        for end, found in (("", before), ("_after", after)):
            value = sum((one.value for one in found), Decimal(0))
            told |= {
                f"accounts{end}": plural("account", len(found), language),
                f"journeys{end}": plural("journey", sum(one.journeys for one in found), language),
                f"orders{end}": numbers.number(sum(one.orders for one in found), language),
                f"value{end}": numbers.money(value, currency, language),
            }
        return say("accounts_effect", language, **told)

    return both(said)
