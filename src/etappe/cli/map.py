"""etappe map draw: the journey map as a file."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from etappe.base.errors import BadInput, StorageFault
from etappe.cli.door import door
from etappe.cli.options import Place, Scope
from etappe.cli.spread import spread

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The journey map.")

KINDS = ("svg", "png", "html", "json")
_PAGE = (
    '<!doctype html>\n<html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Etappe</title>'
    "<style>body{{margin:2rem}}svg{{max-width:100%;height:auto}}</style>\n{svg}\n</html>\n"
)


@app.callback()
def group() -> None:
    """The journey map."""


@app.command()
@spread
def draw(
    out: Annotated[Path, typer.Option(help="The file to write: .svg, .png, .html or .json.")],
    kind: Annotated[
        str, typer.Option(help="as-is; other kinds come with the map editor.")
    ] = "as-is",
    language: Annotated[
        Literal["de", "en"] | None, typer.Option(help="Default: the shop's.")
    ] = None,
    theme: Annotated[Literal["light", "dark"], typer.Option()] = "light",
    loop: Annotated[
        bool | None,
        typer.Option("--loop/--line", help="As a cycle or a line; default: as the model says."),
    ] = None,
    scale: Annotated[float, typer.Option(min=0.5, max=4, help="PNG pixels per unit.")] = 2,
    *,
    scope: Scope,
    place: Place,
) -> None:
    """Draw the as-is map from the data."""
    suffix = _suffix(out, kind)
    params = scope.params()
    params |= {} if loop is None else {"loop": loop}
    params |= {"language": language} if language else {}
    if suffix != "json":
        params |= {"theme": theme}
    if suffix == "png":
        params |= {"scale": scale}
    with door(place) as way:
        content = way.draw("svg" if suffix == "html" else suffix, params)
    if suffix == "html":
        content = _PAGE.format(language=language or "de", svg=content.decode()).encode()
    try:
        out.write_bytes(content)
    except OSError as error:
        raise StorageFault(
            f"--out {out} cannot be written: {error.strerror}.", next_step="Choose another place."
        ) from error
    typer.echo(f"{out}  {len(content):,} bytes")


def _suffix(out: Path, kind: str) -> str:
    if kind != "as-is":
        raise BadInput(f"--kind {kind!r} is not known.", next_step="Known: as-is.", field="kind")
    suffix = out.suffix.lstrip(".").lower()
    if suffix not in KINDS:
        raise BadInput(
            f"--out {out}: a map is not written as {out.suffix or 'a file without ending'!r}.",
            next_step=f"Known endings: {', '.join('.' + name for name in KINDS)}.",
            field="out",
        )
    return suffix
