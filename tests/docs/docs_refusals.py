"""Every text with which the code refuses something, as a template: `{}` for each value."""

import ast
import re
from pathlib import Path

from docs.docs_pages import ROOT

SOURCE = ROOT / "src/etappe"
SAID_AT_THE_TERMINAL = ("cli", "demo")
_LETTERS = 4


def refusals() -> dict[str, Path]:
    """Each template with one file that has it; those of the terminal's own door are English."""
    kinds = set(re.findall(r"^class (\w+)", (SOURCE / "base/errors.py").read_text("utf-8"), re.M))
    found: dict[str, Path] = {}
    for file in SOURCE.rglob("*.py"):
        if file.relative_to(SOURCE).parts[0] in SAID_AT_THE_TERMINAL:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in kinds:
                found |= {text: file for text in _texts(node)}
    return found


def _texts(call: ast.Call) -> list[str]:
    said = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "next_step")]
    templates = (_template(one) for one in said)
    return [text for text in templates if text and len(re.sub(r"[^A-Za-z]", "", text)) >= _LETTERS]


def _template(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return None
