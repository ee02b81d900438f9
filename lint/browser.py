"""Finds a Chromium for the browser tests; as root on Debian it installs one, else it says how."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "Browser tests need Chromium. Install it (Debian: apt-get install chromium), or run the rest: "
    ".venv/bin/pytest -m 'not browser'"
)


def find() -> str | None:
    """The path of a browser, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """0 when a browser is there in the end."""
    if find() is None and shutil.which("apt-get") and os.geteuid() == 0:
        quietly("apt-get", "update")
        quietly("apt-get", "install", "-y", "--no-install-recommends", "chromium")
    if find() is None:
        sys.stderr.write(ADVICE + "\n")
        return 1
    return 0


def quietly(*command: str) -> None:
    """Run it without a question and without a word; whether it helped is seen afterwards."""
    silent = subprocess.DEVNULL
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, stdout=silent, stderr=silent, check=False)


if __name__ == "__main__":
    sys.exit(main())
