"""etappe export: everything of one person as a file."""

from pathlib import Path
from typing import Annotated

import typer

from etappe.base.errors import BadInput, StorageFault
from etappe.cli.door import door
from etappe.cli.options import Place
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False)
_FORMATS = {".json": "json", ".html": "html"}


@app.command()
@spread
def export(
    person: Annotated[str, typer.Argument(help="Any key of the person (user:4711), or person:17.")],
    out: Annotated[Path, typer.Option(help="FILE.json for programs, FILE.html to read.")],
    language: Annotated[str, typer.Option(help="Of the page: de or en.")] = "de",
    request: Annotated[
        int | None, typer.Option(min=1, help="The request that this fulfils.")
    ] = None,
    *,
    place: Place,
) -> None:
    """Write everything that is kept of a person; that it was seen is logged."""
    kind = _FORMATS.get(out.suffix.lower())
    if kind is None:
        raise BadInput(
            f"--out {out}: of which kind?",
            next_step="Name a file ending in .json or .html.",
            field="out",
        )
    with door(place) as way:
        wish = {"person": person, "request": request}
        content = way.file("privacy/export", wish, {"format": kind, "language": language})
    write_file(out, content)


def write_file(out: Path, content: bytes) -> None:
    """Write a file that this user alone may read. StorageFault if it cannot be."""
    try:
        out.touch(mode=0o600)
        out.write_bytes(content)
    except OSError as error:
        raise StorageFault(
            f"{out} cannot be written: {error.strerror}.", next_step="Choose another place."
        ) from error
    typer.echo(f"{out}  {len(content):,} bytes")
