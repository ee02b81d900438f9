"""The reference pages of docs/words, made from the data files of the words that ship."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from etappe.events.datafiles import table
from etappe.events.shipped import kinds, shipped_words
from etappe.events.words import Stage, StageModel, Text

FOLDER = Path("docs/words")
NOTE = (
    "*Made from the data files by `python -m lint.reference --write`; change those, not this page.*"
)


def main(write: bool) -> int:
    """Compare (or with --write, renew) every page; names the ones that differ."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = [name for name, text in pages().items() if _read(FOLDER / name) != text]
    for name in stale:
        if write:
            (FOLDER / name).write_text(pages()[name], "utf-8")
        else:
            sys.stderr.write(f"{FOLDER / name} is old; run: python -m lint.reference --write\n")
    return 1 if stale and not write else 0


def pages() -> dict[str, str]:
    """File name → text of every reference page."""
    makers: Mapping[str, Callable[[], Iterator[str]]] = {
        "events.md": _events,
        "channels.md": _channels,
        "touchpoints.md": _touchpoints,
        "stage-models.md": _models,
    }
    return {name: "\n".join(lines()).rstrip() + "\n" for name, lines in makers.items()}


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def _events() -> Iterator[str]:
    words = shipped_words()
    standard = [word for word in words.events.values() if not word.meaning]
    yield from _head(
        "Events",
        f"The {len(standard)} standard event names. Names follow GA4's recommended events, in the same style for "
        "what GA4 lacks. Any other name is welcome too: it becomes a touchpoint of that name "
        "([words](../guide/words.md)).",
        "**Side**: what customers do, or what the shop does; only customer events start journeys. **Place**: "
        "only events on the site or in the app make visits. **Touchpoint**: what the event counts as where no "
        "rule says otherwise.",
    )
    yield from _table(
        ("name", "German", "English", "side", "place", "touchpoint"),
        (
            (_code(w.name), w.label["de"], w.label["en"], w.side, w.place, _code(w.touchpoint))
            for w in standard
        ),
    )
    alone = ", ".join(_code(word.name) for word in standard if word.conversion_only)
    yield f"\nA journey of their own when none is running: {alone}.\n"
    yield "## Aliases\n\nNames of the Segment specification (V2), read as the standard name; answers show the standard name.\n"
    yield from _table(
        ("sent as", "read as"), ((_code(a), _code(n)) for a, n in words.aliases.items())
    )
    yield "\n## Known names of others\n\nNames of other tools. They keep their name in answers and mean the standard event.\n"
    others = [word for word in words.events.values() if word.meaning]
    yield from _table(("name", "means"), ((_code(w.name), _code(w.meaning)) for w in others))


def _channels() -> Iterator[str]:
    channels = shipped_words().channels.values()
    yield from _head(
        "Channels",
        "How a contact came about. The rules are those of GA4's default channel grouping, extended; they read, in this order, "
        "the channel a source names itself, click ids, utm fields, and the referrer.",
    )
    yield from _table(
        ("key", "German", "English", "digital", "ownership", "certain"),
        (
            (
                _code(c.key),
                c.name["de"],
                c.name["en"],
                _yes(c.digital),
                c.ownership,
                _yes(c.certain),
            )
            for c in channels
        ),
    )
    yield (
        '\n**Certain** is no where nobody saw the contact: an answer to "how did you hear about us", a coupon or QR code, a '
        "poster or radio spot. Such a channel is shown as uncertain wherever it stands, and an answer or code counts for a journey "
        "only where no visit says how it began; it is never direct.\n"
    )
    providers: dict[str, list[str]] = {}
    for row in table("payment_hosts"):
        providers.setdefault(row["provider"], []).append(_code(row["host"]))
    yield (
        "\n## Payment providers\n\nA return from one of these hosts continues the visit it left for up to 24 hours "
        "and is never a channel.\n"
    )
    yield from _table(("provider", "hosts"), ((n, ", ".join(h)) for n, h in providers.items()))


def _touchpoints() -> Iterator[str]:
    points = shipped_words().touchpoints.values()
    teams, contents = kinds("team"), kinds("content")
    yield from _head(
        "Touchpoints",
        f"The {len(points)} touchpoints of the shipped catalogue. A shop changes and adds its own.",
        "**Part**: before, during, after the purchase, or neutral; journeys are cut by parts. **Direct**: the shop "
        "speaks itself. **Ownership**: own, paid or earned.",
    )
    columns = (
        "key",
        "German",
        "English",
        "part",
        "channel",
        "digital",
        "direct",
        "ownership",
        "content",
        "team",
    )
    yield from _table(
        columns,
        (
            (
                _code(p.key), p.name["de"], p.name["en"], p.part, _code(p.channel), _yes(p.digital), _yes(p.direct),
                p.ownership, _named(contents, p.content), _named(teams, p.team),
            )
            for p in points
        ),
    )  # fmt: skip
    yield "\n## Purposes\n"
    yield from _table(
        ("key", "German", "English"),
        ((_code(p.key), p.purpose["de"], p.purpose["en"]) for p in points),
    )


def _models() -> Iterator[str]:
    models = shipped_words().models.values()
    yield from _head(
        "Stage models",
        f"The {len(models)} shipped stage models. Another model is another look at the same journeys: no total changes. "
        "A touchpoint that a model does not hold counts as outside the model, visibly.",
    )
    yield from _table(
        ("key", "German", "English", "stages"),
        (
            (_code(m.key), m.name["de"], m.name["en"], " · ".join(s.name["en"] for s in m.stages))
            for m in models
        ),
    )
    for model in models:
        yield from _model(model)


def _model(model: StageModel) -> Iterator[str]:
    drawn = "Drawn as a loop." if model.loop else "Drawn as a line."
    yield f"\n## {model.name['en']} (`{model.key}`)\n"
    yield f"{model.description['en']} {drawn}\n\nDE: {model.description['de']}"
    for number, stage in enumerate(model.stages, 1):
        yield f"\n### {number}. {stage.name['en']} · {stage.name['de']}\n"
        yield f"Key `{stage.key}`.\n"
        yield from _table(("", "English", "German"), _about(stage))
        yield f"\nTouchpoints before the first purchase: {_held(model.before, stage.key)}."
        yield f"After it: {_held(model.after, stage.key)}."


def _about(stage: Stage) -> Iterator[Sequence[str]]:
    rows: tuple[tuple[str, Text], ...] = (
        ("description", stage.description),
        ("example", stage.example),
        ("purpose", stage.purpose),
        ("customer's goal", stage.customer_goal),
        ("shop's goal", stage.shop_goal),
        ("content needed", stage.content),
    )
    for name, text in rows:
        if text:
            yield name, text.get("en", ""), text.get("de", "")


def _held(places: Mapping[str, str], stage: str) -> str:
    return ", ".join(_code(point) for point, at in places.items() if at == stage) or "none"


def _head(title: str, *paragraphs: str) -> Iterator[str]:
    yield f"# {title}\n\n{NOTE}\n"
    for paragraph in paragraphs:
        yield f"{paragraph}\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(columns)
    yield _row(["---"] * len(columns))
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _code(word: str) -> str:
    return f"`{word}`" if word else ""


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _named(names: Mapping[str, Text], key: str) -> str:
    return names[key]["en"] if key in names else key


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv))
