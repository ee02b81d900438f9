"""Message catalogues: every sentence a person reads from Python, in German and English."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, cast

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")


@cache
def _catalogue(package: str) -> dict[str, dict[str, str]]:
    """All files of the package's folder `messages`: one file a noun, so that each has its own place."""
    catalogue: dict[str, dict[str, str]] = {}
    for file in files(package).joinpath("messages").iterdir():
        catalogue |= cast(dict[str, dict[str, str]], tomllib.loads(file.read_text("utf-8")))
    return catalogue


def say(package: str, key: str, language: Language, **figures: object) -> str:
    """The message `key` of `package`/messages/*.toml in `language`, with its figures filled in.

    The catalogue is TOML, one file a noun and one table a message, with `de` and `en`; figures are str.format fields
    that arrive already formatted by `etappe.base.numbers`.
    """
    return _catalogue(package)[key][language].format(**figures)


def keys(package: str) -> list[str]:
    """All message keys of a package, for the test that holds both languages complete."""
    return list(_catalogue(package))
