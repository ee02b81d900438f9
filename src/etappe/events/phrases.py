"""Phrases: how standard events are said in a sentence, from data/phrases.toml."""

from dataclasses import dataclass
from functools import cache

from etappe.base.messages import LANGUAGES, Language
from etappe.events.datafiles import document


@dataclass(frozen=True, slots=True)
class Phrase:
    """One event in one language; '' (or None) for what nobody wrote. data/phrases.toml says what each is for."""

    with_: str = ""
    of: str = ""
    verb: tuple[str, str] | None = None  # of one, of many
    rest: str = ""
    until: str = ""
    missed: tuple[str, str] | None = None


NO_PHRASE = Phrase()


def phrase_of(meaning: str, language: Language) -> Phrase:
    """The phrase of a standard event; one without words for any other."""
    return _phrases().get((meaning, language), NO_PHRASE)


def finish_of(first: str, last: str, language: Language) -> Phrase | None:
    """How one says that a try which begins with `first` ends with `last`; None where there is no such phrase."""
    return _phrases().get((f"{first} {last}", language))


@cache
def _phrases() -> dict[tuple[str, Language], Phrase]:
    found: dict[tuple[str, Language], Phrase] = {}
    for meaning, told in document("phrases").items():
        pairs = {f"{meaning} {last}": words for last, words in told.get("finish", {}).items()}
        for key, words in {meaning: told, **pairs}.items():
            for language in LANGUAGES:
                said = {name: text[language] for name, text in words.items() if name != "finish"}
                found[key, language] = Phrase(
                    with_=said.get("with", ""),
                    of=said.get("of", ""),
                    verb=_both(said.get("verb")),
                    rest=said.get("rest", ""),
                    until=said.get("until", ""),
                    missed=_both(said.get("missed")),
                )
    return found


def _both(words: list[str] | None) -> tuple[str, str] | None:
    return None if words is None else (words[0], words[1])
