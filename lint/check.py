"""`make check`: a readable list of steps with their times; stops at none, fails if one failed."""

import subprocess
import sys
import time

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("house rules", (sys.executable, "-m", "lint.house")),
    ("layers", ("lint-imports", "--no-cache")),
    ("types", ("mypy",)),
    ("reference", (sys.executable, "-m", "lint.reference")),
    ("web types", (sys.executable, "-m", "lint.web")),
)


def main() -> int:
    """Run every step; show its output only when it failed."""
    failed = False
    for name, command in STEPS:
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        mark = "ok" if done.returncode == 0 else "FAILED"
        sys.stdout.write(f"{name:<12} {mark:<7} {seconds:5.1f} s\n")
        if done.returncode != 0:
            failed = True
            sys.stdout.write(done.stdout + done.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
