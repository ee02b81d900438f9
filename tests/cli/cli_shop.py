"""A small shop on disk, and `etappe` called as a person would, within this process."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from etappe.cli.main import main

ROWS = """person,event,time,amount,order
susa,view_item,2026-03-02T10:00:00Z,,
susa,add_to_cart,2026-03-02T10:05:00Z,,
susa,purchase,2026-03-02T10:10:00Z,49.90,A1
kai,view_item,2026-03-03T20:00:00Z,,
kai,Newsletter bestellt?,2026-03-04T20:00:00Z,,
"""


@dataclass(frozen=True)
class Told:
    """What a command said."""

    code: int
    out: str
    err: str


def etappe(*words: object) -> Told:
    """Call the command in this process."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv = patch.object(sys, "argv", ["etappe", *map(str, words)])
    with argv, redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Told(code, out.getvalue(), err.getvalue())


def bring_in(data: Path, shop: str = "default", rows: str = ROWS) -> None:
    """A shop of two people."""
    file = data.parent / f"{shop}.csv"
    file.write_text(rows, "utf-8")
    told = etappe("import", file, "--currency", "EUR", "--data", data, "--shop", shop)
    assert told.code == 0, told.err
