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


def told_to_senders() -> dict[str, Path]:
    """Likewise what a sender is told: of one field of an event, or of the whole request at the collector's door."""
    found: dict[str, Path] = {}
    door = SOURCE / "api/collector_answers.py"
    for file in [*(SOURCE / "collect/live").rglob("*.py"), door]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", "")
                first = {"WrongField": 1, "Fault": 2}.get(name)
                said = list(node.args[first : first + 2]) if first else []
                if file == door and getattr(node.func, "attr", "") == "__init__":
                    said = [
                        *node.args[:1],
                        *(word.value for word in node.keywords if word.arg == "next_step"),
                    ]
                found |= {text: file for one in said for text in _parts(one)}
    return found


def _parts(node: ast.expr) -> list[str]:
    """The templates of an expression that chooses between some."""
    if isinstance(node, ast.IfExp):
        return [*_parts(node.body), *_parts(node.orelse)]
    text = _template(node)
    return [text] if text and len(re.sub(r"[^A-Za-z]", "", text)) >= _LETTERS else []


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
