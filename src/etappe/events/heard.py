"""Heard: what somebody answers when asked how they heard of the shop, as an uncertain channel."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from etappe.events.datafiles import document

TOLD = "told_other"
"""The channel of an answer that names none of ours."""


class Asked(NamedTuple):
    """The properties that hold an answer, the questions that ask for it, the properties that hold a coupon."""

    properties: tuple[str, ...]
    questions: frozenset[str]
    coupons: tuple[str, ...]


@cache
def asked() -> Asked:
    """Where answers and coupon codes stand."""
    data = document("heard")
    return Asked(tuple(data["properties"]), frozenset(data["questions"]), tuple(data["coupons"]))


@cache
def heard_channel(answer: str) -> str:
    """The channel that an answer names; '' for one that says nothing ('weiß nicht')."""
    text = _folded(answer)
    if not answer.strip() or text in document("heard")["nothing"]:
        return ""
    for channel, beginnings in document("heard")["answers"].items():
        if any(re.search(rf"\b{re.escape(word)}", text) for word in beginnings):
            return str(channel)
    return TOLD


def _folded(text: str) -> str:
    lower = text.strip().lower()
    for sign, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        lower = lower.replace(sign, plain)
    bare = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())
