"""Planning: a mapping and a sample become the plan that the store's file engine carries out."""

from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256

from etappe.base.errors import BadInput
from etappe.base.money import currency_digits
from etappe.collect.columns.choosing import Choices, choose, chosen_columns
from etappe.collect.columns.mapping import SPECIAL, EventMapping, FileMapping
from etappe.collect.columns.money import money_rule
from etappe.collect.columns.properties import used_fields, with_properties
from etappe.collect.columns.sample import Sample, document_sample
from etappe.collect.columns.times import ReadTime, check_zone, read_time
from etappe.store.files import EventPlan, EventRule, TimeRule


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person is shown of one column: key, column, and how it is read or that it was guessed."""

    key: str
    column: str
    words: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan, and what `--dry-run` shows of it."""

    plan: EventPlan
    choices: tuple[Choice, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    """What a person would not want: money that is kept, but not as money."""

    @property
    def mapping(self) -> str:
        """A fingerprint: the same file with the same mapping is the same import."""
        return self.plan.id_prefix.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class _Context:
    mapping: FileMapping
    zone: str
    default_currency: str
    place: str


def plan_events(
    mapping: FileMapping,
    sample: Sample,
    place: str,
    digest: str,
    *,
    dedupe: bool = False,
    default_currency: str = "",
) -> Planned:
    """Find every column and how it is read. Raises BadInput that names the column and what there is.

    Args:
        mapping: what was said about the columns; `rows` is resolved already.
        sample: rows of the file (of its nested array, if the mapping names one).
        place: the file, for messages.
        digest: SHA-256 of the file; makes the event ids.
        dedupe: whether equal rows are to be dropped.
        default_currency: taken for amounts when nothing else names a currency.
    """
    zone = check_zone(mapping.timezone or "UTC")
    context = _Context(mapping, zone, default_currency, place)
    planned = _plan(sample, context)
    prefix = f"{digest[:16]}:{_fingerprint(planned.plan, sample, context)}"
    return replace(planned, plan=replace(planned.plan, id_prefix=prefix, dedupe=dedupe))


def _fingerprint(plan: EventPlan, sample: Sample, context: _Context) -> str:
    """What makes a mapping another one. The shop's own currency does not: the first import settles it, and the
    same file must be known again afterwards.
    """
    if context.default_currency:
        with suppress(BadInput):
            plan = _plan(sample, replace(context, default_currency="")).plan
    return sha256(repr(replace(plan, currency_digits={})).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _RuleOfRow:
    """One event of a row, and what to tell about it."""

    rule: EventRule
    choices: list[Choice]
    notes: list[str]
    warnings: list[str]


def _plan(sample: Sample, context: _Context) -> Planned:
    mapping, place = context.mapping, context.place
    events = mapping.events or (EventMapping(optional=False),)
    found = [one for event in events if (one := _rule(event, sample, context))]
    rules = [one.rule for one in found]
    shown = {(choice.key, choice.column): choice for one in found for choice in one.choices}
    if not rules:
        raise BadInput(
            f"{place}: has none of the columns that {mapping.name or 'the mapping'} needs.",
            next_step=f"Columns: {_listed(sample)}.",
        )
    dropped = tuple(dict.fromkeys(name for rule in rules for name in used_fields(rule)))
    finished = [with_properties(rule, mapping, sample, dropped) for rule in rules]
    plan = EventPlan(
        tuple(finished),
        "",
        next((rows for rows in mapping.rows if rows), ""),
        chosen_columns("id", mapping.columns, sample, place),
        False,
        currency_digits() if any(rule.money for rule in rules) else {},
    )
    notes = dict.fromkeys(note for one in found for note in one.notes)
    warnings = dict.fromkeys(warning for one in found for warning in one.warnings)
    return Planned(plan, tuple(shown.values()), tuple(notes), tuple(warnings))


def _rule(event: EventMapping, sample: Sample, context: _Context) -> _RuleOfRow | None:
    mapping = context.mapping
    if event.each:
        sample = document_sample(sample.documents, event.each)
        if not sample.columns:
            return None
    choices = choose(mapping, event, sample, context.place)
    if not choices.columns.get("time"):
        return None
    time = _time(choices, sample, context)
    money = money_rule(mapping, choices, sample, context.default_currency, context.place)
    only_if = chosen_columns("only_if", {"only_if": event.only_if}, sample, context.place)
    rule = replace(
        _texts(event, mapping, choices),
        time=time.rule,
        money=money.rule,
        only_if=only_if,
        optional=event.optional and bool(mapping.events),
    )
    notes = [*choices.notes, *filter(None, [money.note])]
    if time.undecided:
        notes.append(
            f"{time.rule.field}: read as {time.words}; the rows looked at would allow the other order "
            "too. Say it with --time-format if that is wrong."
        )
    shown = _shown(rule, choices, time.words)
    return _RuleOfRow(rule, shown, notes, [money.warning] if money.warning else [])


def _texts(event: EventMapping, mapping: FileMapping, choices: Choices) -> EventRule:
    """What of a rule is taken over as it stands: names, keys, words."""
    columns = choices.columns
    name = event.name or choices.name
    plain = {
        key: column for key, column in columns.items() if key not in (*SPECIAL, "value", "currency")
    }
    text = {key: column for key, column in plain.items() if key not in event.constants}
    if "person" in columns:
        text["user_id"] = columns["person"]
    constants = {"source": mapping.source or "import", **mapping.constants, **event.constants}
    return EventRule(
        TimeRule(columns["time"]),
        name,
        "" if name else columns["event"],
        mapping.names,
        text=text,
        nobody=mapping.nobody,
        constants={key: word for key, word in constants.items() if key not in text},
        page=columns.get("page", ""),
        each=event.each,
    )


def _time(choices: Choices, sample: Sample, context: _Context) -> ReadTime:
    column = choices.columns["time"]
    values = sample.values(column)
    day_first = sample.decimal == "," or context.mapping.decimal == ","
    type_ = sample.types.get(column, "VARCHAR")
    time = read_time(column, values, type_, context.zone, context.mapping.time_format, day_first)
    if values and time.share < 0.1:
        seen = ", ".join(repr(value) for value in dict.fromkeys(values[:3]))
        raise BadInput(
            f"{context.place}: {column}: no known form of time: {seen}.",
            next_step="Name another column with --time, or say the form: --time-format '%d.%m.%Y %H:%M'.",
            field="time",
        )
    return time


def _shown(rule: EventRule, choices: Choices, time_words: str) -> list[Choice]:
    guessed = choices.guessed
    shown = [Choice("time", rule.time.field, time_words, "time" in guessed)]
    if rule.name:
        shown.append(
            Choice(
                "event",
                f"'{rule.name}' for every row" if not rule.optional else f"'{rule.name}'",
                "",
                "event" in guessed,
            )
        )
    else:
        shown.append(Choice("event", rule.name_field, "", "event" in guessed))
    if rule.money:
        money = rule.money
        words = f"{money.currency or money.currency_field}, decimal {'comma' if money.decimal == ',' else 'point'}"
        shown.append(Choice("value", money.field, words, "value" in guessed))
    if rule.page:
        shown.append(
            Choice("page", rule.page, "split into host, path and campaign", "page" in guessed)
        )
    keys = {"user_id": "person"}
    shown += [
        Choice(keys.get(key, key), column, "", keys.get(key, key) in guessed)
        for key, column in rule.text.items()
    ]
    return shown


def _listed(sample: Sample) -> str:
    return ", ".join(sample.columns[:20]) + (" …" if len(sample.columns) > 20 else "")
