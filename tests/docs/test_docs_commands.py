"""What the READMEs and the guide tell people to type exists, and the first import works as told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from docs_pages import GUIDE, READMES, ROOT, Command, commands, loaded, options_of, unknown_in

from etappe.cli.commands import COMMANDS

SHARED = {
    "--help",
    "--data",
    "--shop",
    "--wait",
    "--json",
    "--from",
    "--to",
    "--where",
    "--conversion",
    "--stages",
    "--digital",
}
"""Options that many commands share; guide/questions.md says them once."""


@pytest.mark.parametrize(
    "command", commands(), ids=lambda command: f"{command.page}: {command.line}"
)
def test_every_command_in_the_docs_exists_with_all_its_options(command: Command) -> None:
    assert list(unknown_in(command.words)) == []


def test_a_misspelt_command_or_option_would_be_found() -> None:
    assert list(unknown_in(["fnnel", "view_item"])) == ["fnnel"]
    assert list(unknown_in(["funnel", "view_item", "--witin", "7d"])) == ["--witin"]
    assert list(unknown_in(["words", "approve"])) == ["approve"]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "import"])
def test_the_docs_show_every_command_and_name_every_option_of_its_own(name: str) -> None:
    text = "\n".join(page.read_text("utf-8") for page in GUIDE)
    assert f"etappe {name}" in text
    left_out = [
        option for option in options_of(loaded(name)) if option not in SHARED | set(text.split())
    ]
    assert [option for option in left_out if option not in text] == []


def test_shared_options_are_explained_once() -> None:
    text = (ROOT / "docs/guide/questions.md").read_text("utf-8")
    assert [option for option in SHARED if option != "--help" and f"`{option}" not in text] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda page: page.name)
def test_the_example_in_the_readme_is_the_file_that_ships(readme: Path) -> None:
    shown = readme.read_text("utf-8").split("```csv\n")[1].split("```")[0].splitlines()
    assert set(shown) <= set((ROOT / "docs/guide/example.csv").read_text("utf-8").splitlines())


def test_the_first_five_minutes_of_the_readme_work_as_written(tmp_path: Path) -> None:
    lines = [command for command in commands() if command.page == "README.md"]
    first = [
        c for c in lines if c.words[0] in ("import", "words") or c.words[:2] == ["map", "draw"]
    ]
    assert [command.words[0] for command in first] == ["import", "import", "words", "map"]

    preview, report, words, drawn = (_run(command.words, tmp_path) for command in first)

    assert "Datum" in preview
    assert "guessed" in preview
    assert "36 events from 36 rows" in report
    assert "Bestellung" in words
    assert "purchase" in words
    assert drawn.startswith("map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")

    kpis = _run(["kpis", "--json"], tmp_path)
    assert '"orders":4,"value":1172.75' in kpis


def test_own_words_and_models_work_as_the_guide_says(tmp_path: Path) -> None:
    shipped = ROOT / "docs/guide/example.csv"
    _run(["import", str(shipped), "--currency", "EUR"], tmp_path)
    rules = (ROOT / "docs/guide/words.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "my-rules.toml").write_text(rules, "utf-8")

    assert "2 own rules" in _run(["words", "rules", "my-rules.toml"], tmp_path)
    stages = [
        c
        for c in commands()
        if c.page == "docs/guide/stages.md" and c.words[1] in ("new", "place", "delete")
    ]
    assert [_run(command.words, tmp_path).strip() for command in stages] == [
        "mein_modell: Entdecken · Prüfen · Kaufen",
        "mein_modell: newsletter → entdecken / kaufen",
        "mein_modell is gone.",
    ]


def _run(words: list[str], folder: Path) -> str:
    """One command in a folder of its own; files of the docs are found from there too."""
    known = [str(ROOT / word) if (ROOT / word).is_file() else word for word in words]
    environment = {**os.environ, "ETAPPE_DATA": str(folder / "data"), "COLUMNS": "140"}
    done = subprocess.run(
        [sys.executable, "-m", "etappe", *known],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
