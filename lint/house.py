"""House rules: file and function length, one owner of the clock, no big files, no secrets."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 250
FUNCTION_LINES = (
    50  # of the body, where the aim is 40: a kernel or one long record may need some more
)
TYPESCRIPT_LINES = 250
BIG_FILE = 700_000
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[0-9A-Za-z]{36}")
GENERATED = ("web/src/api/schema.ts",)


def main() -> int:
    """Print each broken rule as file:line: message; the number of them is the exit code's truth."""
    problems = [problem for file in tracked() for problem in check(file)]
    for problem in problems:
        sys.stderr.write(problem + "\n")
    return 1 if problems else 0


def tracked() -> list[Path]:
    """The files of the repository, those not yet added included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    return [Path(name) for name in names if name and Path(name).is_file()]


def check(file: Path) -> Iterator[str]:
    """All rules that apply to one file."""
    if file.stat().st_size > BIG_FILE and file.suffix != ".lock":
        yield f"{file}: larger than {BIG_FILE} bytes"
        return
    if file.suffix in {".ts", ".tsx"} and file.as_posix() not in GENERATED:
        yield from _length(file, TYPESCRIPT_LINES)
    if file.suffix == ".py":
        yield from _length(file, FILE_LINES if file.parts[0] == "src" else 2 * FILE_LINES)
        yield from _python(file)
    if file.suffix not in {".ttf", ".woff2", ".png", ".lock", ".parquet"} and SECRET.search(
        file.read_text("utf-8", errors="ignore")
    ):
        yield f"{file}: holds what looks like a secret"


def _length(file: Path, limit: int) -> Iterator[str]:
    lines = file.read_text("utf-8").count("\n")
    if lines > limit:
        yield f"{file}: {lines} lines, at most {limit}"


def _python(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    in_product = file.parts[0] == "src"
    for node in ast.walk(tree):
        if in_product and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
            lines = (node.end_lineno or node.lineno) - first.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{file}:{node.lineno}: {node.name} has {lines} lines"
        if in_product and file.name != "clock.py" and _asks_the_clock(node):
            yield f"{file}:{getattr(node, 'lineno', 0)}: only base/clock.py may ask for the time"


def _asks_the_clock(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    )


if __name__ == "__main__":
    sys.exit(main())
