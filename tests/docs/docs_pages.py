"""What the pages of the documentation say, taken apart for the tests."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from etappe.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.de.md")
GUIDE = tuple(
    page
    for page in sorted((ROOT / "docs/guide").glob("*.md"))
    if not page.name.startswith("import")
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """One `etappe …` line of a page."""

    page: str
    line: str

    @property
    def words(self) -> list[str]:
        """The words of the line, without `etappe` and without the comment."""
        return shlex.split(self.line, comments=True)[1:]


def prose(*folders: str) -> list[Path]:
    """The Markdown pages of the repository that a person reads."""
    top = [ROOT / f"{name}.md" for name in ("ARCHITECTURE", "CONTRIBUTING", "STYLE", "CHANGELOG")]
    return [*READMES, *top, *sorted((ROOT / "docs").rglob("*.md"))]


def commands() -> list[Command]:
    """Every `etappe …` line in the fences of the READMEs and the guide."""
    pages = (*READMES, ROOT / "docs/index.md", *GUIDE)
    return [
        Command(str(page.relative_to(ROOT)), line)
        for page in pages
        for language, text in _FENCE.findall(page.read_text("utf-8"))
        if language in ("", "bash", "sh")
        for line in text.splitlines()
        if line.startswith("etappe ")
    ]


@cache
def loaded(name: str) -> Any:
    """The command of that name as Click sees it, with its options and its own commands."""
    return typer.main.get_command(import_module(f"etappe.cli.{COMMANDS[name].module}").app)


def unknown_in(words: list[str]) -> Iterator[str]:
    """The command and option names in a line that `etappe` does not know."""
    name, *rest = words
    if name not in COMMANDS:
        yield name
        return
    command, levels = loaded(name), [loaded(name)]
    while rest:
        word = rest.pop(0)
        options = _options(levels)
        if word.startswith("--"):
            flag, _, given = word.partition("=")
            if flag not in options:
                yield word
            elif not options[flag] and not given and rest:
                rest.pop(0)
        elif getattr(command, "commands", None):
            if word not in command.commands:
                yield word
                return
            command = command.commands[word]
            levels = [command]


def options_of(command: Any) -> Iterator[str]:
    """All option names of a command and of its own commands, without --help."""
    for parameter in command.params:
        yield from (
            name for name in (*parameter.opts, *parameter.secondary_opts) if name[:2] == "--"
        )
    for inner in getattr(command, "commands", {}).values():
        yield from options_of(inner)


def _options(levels: list[Any]) -> dict[str, bool]:
    """Option name → is it a switch (takes no value)?"""
    found = {"--help": True}
    for level in levels:
        for parameter in level.params:
            for name in (*parameter.opts, *parameter.secondary_opts):
                found[name] = bool(getattr(parameter, "is_flag", False))
    return found
