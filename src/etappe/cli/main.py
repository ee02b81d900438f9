"""The entry point of `etappe`: errors go to stderr with a next step; exit 2 bad input, 1 fault."""

import sys
from typing import Annotated

import typer

from etappe import __version__
from etappe.base.errors import EtappeError
from etappe.cli.commands import LazyGroup

app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Etappe draws the customer journey of an online shop from its data.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"etappe {__version__}")
        raise typer.Exit


@app.callback()
def etappe(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Etappe draws the customer journey of an online shop from its data."""


def main() -> None:
    """Run one command; say what went wrong in one line and what to do in the next."""
    try:
        app()
    except EtappeError as error:
        typer.echo(f"etappe: {error.message}", err=True)
        if error.next_step:
            typer.echo(f"  → {error.next_step}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader (head, less) has seen enough; that is no fault.
        sys.stderr.close()
    except KeyboardInterrupt:
        typer.echo("etappe: stopped.", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
