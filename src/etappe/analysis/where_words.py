"""Where on words: which words of a dictionary fit a comparison. Each distinct word is looked at once."""

import operator
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.where import Compare, Value

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def fitting(words: Sequence[str | None], compare: Compare) -> NDArray[np.bool_]:
    """Per word: does it fit? A missing word (None) fits `is null` alone.

    Numbers are compared as numbers where both sides are numbers, else as text. A number written without
    quotes never fits a word that is no number; a text in quotes equals the very same text only.
    """
    fits = _test(compare)
    missing = compare.operator == "is null"
    return np.array(
        [missing if word is None else fits(word) for word in words] or [missing], np.bool_
    )


def _test(compare: Compare) -> Callable[[str], bool]:
    values = compare.values
    match compare.operator:
        case "is null":
            return lambda word: False
        case "=":
            return lambda word: _equal(word, values[0])
        case "!=":
            return lambda word: not _equal(word, values[0])
        case "in":
            return lambda word: any(_equal(word, value) for value in values)
        case "like":
            pattern = _pattern(str(values[0]))
            return lambda word: pattern.fullmatch(word) is not None
        case sign:
            return lambda word: _ordered(word, values[0], _ORDER[sign])


def _equal(word: str, value: Value) -> bool:
    if isinstance(value, bool):
        return word.lower() == str(value).lower()
    if isinstance(value, float):
        return _number(word) == value
    return word == value


def _ordered(word: str, value: Value, compare: Callable[[Any, Any], bool]) -> bool:
    if isinstance(value, bool):
        return compare(word.lower(), str(value).lower())
    left, right = _number(word), _number(value)
    if left is not None and right is not None:
        return compare(left, right)
    return compare(word, value) if isinstance(value, str) else False


def _number(value: Value) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return None if number != number else number


def _pattern(like: str) -> re.Pattern[str]:
    """% is any text, _ any one character; everything else stands for itself."""
    parts = {"%": ".*", "_": "."}
    return re.compile("".join(parts.get(sign, re.escape(sign)) for sign in like), re.DOTALL)
