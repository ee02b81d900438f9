"""Builds the wheel and tries it in a new environment: help, an import, an answer, a map, the UI, the tracker."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROWS = (
    "person,event,time\nsusa,view_item,2026-03-02T10:00:00Z\nsusa,purchase,2026-03-02T10:10:00Z\n"
)


def main() -> int:
    """0 when the built package works without the sources beside it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run("uv", "build", "--wheel", "--quiet", "--out-dir", str(place))
        wheel = next(place.glob("*.whl"))
        venv.create(place / "venv", symlinks=True)
        python = place / "venv" / "bin" / "python"
        run("uv", "pip", "install", "--quiet", "--python", str(python), str(wheel))
        etappe = str(place / "venv" / "bin" / "etappe")
        (place / "rows.csv").write_text(ROWS)
        assert "Draw the journey map" in run(etappe, "--help", cwd=place)
        run(etappe, "import", "rows.csv", cwd=place)
        assert '"purchase"' in run(etappe, "flow", "--json", cwd=place)
        run(etappe, "map", "draw", "--out", "map.png", cwd=place)
        assert (place / "map.png").read_bytes().startswith(b"\x89PNG")
        find = "import etappe.api.static as s; print((s.STATIC / 'index.html').is_file())"
        assert run(str(python), "-c", find, cwd=place).strip() == "True"
        find = "import etappe.api.tracker as t; print((t.SCRIPTS / 't.js').is_file())"
        assert run(str(python), "-c", find, cwd=place).strip() == "True"
        sys.stdout.write(f"{wheel.name} works in a new environment\n")
    return 0


def run(*command: str, cwd: Path | None = None) -> str:
    """Run it; on failure show what it said."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.stderr.write(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        raise SystemExit(1)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
