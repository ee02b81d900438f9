"""Refusals in German: what Etappe refuses is written in English where it happens, and said in the reader's language at the door.

The English text of an error is a template with values in it. The catalogue has each template once; a text is
recognised by the words around its values, so that no error has to carry a key through every layer and process.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, get_args

from etappe.base.messages import Language

Kind = Literal["errors", "reasons", "senders"]
_WHOLE = 12
"""Letters of its own that a template needs before a value inside another text is taken for it."""


class _Known(NamedTuple):
    fits: re.Pattern[str]
    german: str
    letters: int


def in_language(text: str, language: Language) -> str:
    """An error's message or next step as somebody of this language reads it; unknown texts stay as they are."""
    return text if language == "en" else _german(text, least=0)


def _german(text: str, least: int) -> str:
    if len(text) < 4 or len(text) > 4_000:
        return text
    for known in _catalogue():
        if known.letters < least:
            break
        found = known.fits.fullmatch(text)
        if found:
            values = [_german(value, least=_WHOLE) for value in (*found.groups(), "")]
            words = known.german.split("{}")
            return "".join(word + value for word, value in zip(words, values, strict=True))
    return text


def templates(kind: Kind) -> dict[str, str]:
    """English templates with their German ones: of errors, of why a row is rejected or left out, of what senders are told."""
    text = files("etappe.base").joinpath("data", "refusals_de.toml").read_text("utf-8")
    return {english: str(german) for english, german in tomllib.loads(text)[kind].items()}


@cache
def _catalogue() -> tuple[_Known, ...]:
    """The templates, those with most words of their own first: the one that says most is meant."""
    known = [
        _Known(
            re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL),
            german,
            sum(sign.isalpha() for sign in english),
        )
        for english, german in {
            text: said for kind in get_args(Kind) for text, said in templates(kind).items()
        }.items()
    ]
    return tuple(sorted(known, key=lambda one: -one.letters))
