"""The words as values: touchpoints, stages, stage models, and the vocabulary of one shop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from etappe.base.messages import Language

Side = Literal["customer", "shop"]
Part = Literal["before", "during", "after", "neutral"]
Place = Literal["site", "outside"]
Ownership = Literal["own", "paid", "earned"]
Origin = Literal["given", "guessed", "confirmed"]
"""`given` ships with Etappe, `guessed` was proposed from the name, `confirmed` by a person."""

Text = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class EventWord:
    """One event name of the taxonomy: what a fact of this name is.

    `place` is 'site' for what happens on a site or in an app (these make visits). `conversion_only`
    events are a journey of their own when none runs (marketplace order, renewal).
    """

    name: str
    label: Text
    side: Side = "customer"
    place: Place = "site"
    touchpoint: str = ""
    conversion_only: bool = False
    meaning: str = ""  # the GA4 (or our) name this shop's own name stands for; "" = itself
    origin: Origin = "given"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A named kind of contact from the shop's catalogue."""

    key: str
    name: Text
    part: Part = "neutral"
    channel: str = ""
    digital: bool = True
    direct: bool = True
    ownership: Ownership = "own"
    content: str = ""  # kind of content: product, price, proof, story, help, transaction …
    purpose: Text = field(default_factory=dict)
    team: str = ""
    origin: Origin = "given"


@dataclass(frozen=True, slots=True)
class TouchpointRule:
    """An event becomes `touchpoint` when all named conditions hold; the first rule that fits wins.

    `event` and `path` are patterns with `*`; an empty condition always holds.
    """

    touchpoint: str
    event: str = ""
    path: str = ""
    host: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One phase of a stage model, with what belongs to it (A2.13)."""

    key: str
    name: Text
    description: Text = field(default_factory=dict)
    example: Text = field(default_factory=dict)
    purpose: Text = field(default_factory=dict)
    customer_goal: Text = field(default_factory=dict)
    shop_goal: Text = field(default_factory=dict)
    content: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StageModel:
    """An ordered list of stages and two look-up tables touchpoint → stage key.

    `before` holds up to and including the journey's first conversion, `after` from then on. A touchpoint in
    neither counts as outside the model, visibly. `loop` draws the journey as a cycle (A1.2). `outside` are the
    touchpoints that a person put there, so that no guess places them again.
    """

    key: str
    name: Text
    stages: tuple[Stage, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]
    description: Text = field(default_factory=dict)
    loop: bool = False
    own: bool = False
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A way a contact comes about; key as in GA4's grouping in snake_case, or ours."""

    key: str
    name: Text
    digital: bool = True
    ownership: Ownership = "own"
    certain: bool = True
    """False where nobody saw the contact: somebody told of it, a code or a QR picture hints at it."""


@dataclass(frozen=True, slots=True)
class Words:
    """All the words of one shop: what ships, with the shop's own changes laid over it."""

    events: Mapping[str, EventWord]
    aliases: Mapping[str, str]
    touchpoints: Mapping[str, Touchpoint]
    rules: tuple[TouchpointRule, ...]
    channels: Mapping[str, Channel]
    models: Mapping[str, StageModel]
    conversion: str = "purchase"
    conversions: tuple[str, ...] = ("purchase",)
    model: str = "aida"
    codes: Mapping[str, str] = field(default_factory=dict)
    """Coupon codes that were made here, in capitals → the channel they stand for."""
