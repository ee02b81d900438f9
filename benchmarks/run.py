"""`make bench`: measure the budgets of the design, beside DuckDB SQL in the same run, as one table.

`--touches N` takes another size, `--only NAME` one group of rows, `--serve` starts the demo shop too.
"""

import argparse
import os
from collections.abc import Callable, Iterator

from benchmarks import analyses, building, doors, importing, pages, serving, tracker
from benchmarks.shop import Bench, affordable, open_shop, prepared
from benchmarks.table import Row, print_table

BUSY = 0.75


def main() -> None:
    """Print the table of the groups asked for."""
    arguments = _arguments()
    touches = arguments.touches or affordable()
    groups = (
        [arguments.only]
        if arguments.only
        else [name for name in GROUPS if name != "serve" or arguments.serve]
    )
    print(f"{touches:,} touches; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    bench = prepared(touches)
    rows = (row for group in groups for row in GROUPS[group](bench))
    done = print_table(rows, bench.folder / "rows.json")
    missed = [row.what for row in done if not row.met]
    if os.getloadavg()[0] > BUSY * (os.cpu_count() or 1):
        print("The machine was busy with other work: cpu ÷ processors tells more than the time.")
    print(f"{len(missed)} above budget" + (f": {'; '.join(missed)}" if missed else ""))


def _answers(bench: Bench) -> Iterator[Row]:
    with open_shop(bench) as shop:
        yield from analyses.rows(shop.columns())


def _columns(bench: Bench) -> Iterator[Row]:
    with open_shop(bench) as shop:
        yield from building.rows(shop)


GROUPS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "start": lambda _: serving.starts(),
    "answers": _answers,
    "http": doors.rows,
    "pages": pages.rows,
    "columns": _columns,
    "import": importing.rows,
    "serve": lambda _: serving.server(),
    "tracker": lambda _: tracker.rows(),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--touches", type=int, help="size of the load (22,000,000)")
    parser.add_argument("--only", choices=list(GROUPS), help="one group of rows")
    parser.add_argument("--serve", action="store_true", help="also the server with the demo shop")
    return parser.parse_args()


if __name__ == "__main__":
    main()
