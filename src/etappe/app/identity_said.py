"""The sentences of identity: every join, turn and decision says itself in German and English."""

from collections.abc import Callable, Mapping
from datetime import datetime

from etappe.app.identity_graph import ShownDecision, State, Why
from etappe.app.identity_words import KeyName, Told, moment_said
from etappe.app.speech import plural, say
from etappe.app.vocabulary import COMMAND_LINE
from etappe.base.messages import LANGUAGES, Language
from etappe.events.words import Text
from etappe.store.events import Decision

Names = Mapping[int, KeyName]


def turn_said(
    key: KeyName, person: int, at: datetime | None, by: KeyName | None, zone: str
) -> Text:
    """From when on a key is whose, and why."""

    def said(language: Language) -> str:
        name = key.said(language)
        if at is None or by is None:
            return say("identity_turn_first", language, name=name, person=person)
        moment = moment_said(at, zone, language)
        who = by.said(language)
        return say("identity_turn", language, name=name, person=person, at=moment, by=who)

    return both(said)


def decision_said(decision: Decision, names: Names, zone: str) -> Text:
    """Who decided what when and why, and whether it still holds."""
    link = decision.kind == "split" and decision.key_b >= 0
    kind = "split_link" if link else decision.kind
    key = f"identity_decided_{kind}" if decision.holds else f"identity_undone_{kind}"

    def said(language: Language) -> str:
        a, b = names.get(decision.key_a), names.get(decision.key_b)
        by = decision.by
        if by == COMMAND_LINE:
            by = say("identity_command_line", language)
        return say(
            key, language, by=by, reason=decision.reason, undoes=decision.undoes or 0,
            at=moment_said(decision.at, zone, language),
            a=a.said(language) if a else "", b=b.said(language) if b else "",
        )  # fmt: skip

    return {language: said(language) for language in LANGUAGES}


def join_said(
    why: Why,
    state: State,
    pair: tuple[KeyName, KeyName],
    at: datetime,
    event: Told | None,
    decision: ShownDecision | None,
    zone: str,
) -> Text:
    """What joins two keys, or why it does not."""
    key = f"identity_{why}" if event else f"identity_{why}_gone"

    def said(language: Language) -> str:
        told = say(
            key, language, a=pair[0].said(language), b=pair[1].said(language),
            at=moment_said(at, zone, language),
            event=event.label.get(language, event.name) if event else "",
            source=(event.source if event else None) or say("identity_source_unknown", language),
        )  # fmt: skip
        if state in ("apart", "elsewhere"):
            return f"{told} {say(f'identity_{state}', language)}"
        return f"{told} {decision.sentences[language]}" if state == "undone" and decision else told

    return both(said)


def graph_said(keys: int, joins: int) -> Text:
    """How many keys are one person, by how many joins."""

    def said(language: Language) -> str:
        if keys == 1:
            return say("identity_alone", language)
        counted = plural("key", keys, language), plural("join", joins, language)
        return say("identity_graph", language, keys=counted[0], joins=counted[1])

    return both(said)


def both(said: Callable[[Language], str]) -> Text:
    """The sentence in both languages, with a capital letter first, whatever key it begins with."""
    found = {language: said(language) for language in LANGUAGES}
    return {language: text[:1].upper() + text[1:] for language, text in found.items()}
