"""Agents: device, browser and machine or not, from the user agent; each agent is looked at once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ua_parser import parse


@dataclass(frozen=True, slots=True)
class Agent:
    """What a user agent says."""

    device: str
    """phone, tablet or desktop; "" if it does not tell."""
    browser: str
    bot: bool


@lru_cache(maxsize=20_000)
def read_agent(text: str) -> Agent:
    """Read a user agent. An empty one is a machine: browsers send theirs."""
    if _bots().search(_exceptions().sub("", text)):
        return Agent("", "", True)
    return seen_agent(text)


@lru_cache(maxsize=20_000)
def seen_agent(text: str) -> Agent:
    """Device and browser of a user agent that is thought to be a person's."""
    parsed = parse(text)
    spider = bool(parsed.device and parsed.device.family == "Spider")
    browser = parsed.user_agent.family if parsed.user_agent else ""
    return Agent(_device(text, parsed.os.family if parsed.os else ""), browser, spider)


def _device(text: str, system: str) -> str:
    if (
        "iPad" in text
        or "Tablet" in text
        or "Kindle" in text
        or ("Android" in text and "Mobile" not in text)
    ):
        return "tablet"
    if "Mobi" in text or "iPhone" in text or "iPod" in text:
        return "phone"
    return "desktop" if system else ""


@cache
def _words() -> dict[str, list[str]]:
    text = files("etappe.collect").joinpath("data", "bot_words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _bots() -> re.Pattern[str]:
    return re.compile("|".join(_words()["words"]), re.IGNORECASE)


@cache
def _exceptions() -> re.Pattern[str]:
    return re.compile("|".join(_words()["except"]), re.IGNORECASE)
