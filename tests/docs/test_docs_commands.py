"""What the READMEs and the guide tell people to type exists, and the first import works as told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs.docs_pages import GUIDE, READMES, ROOT, Command, commands, loaded, options_of, unknown_in
from etappe.cli.commands import COMMANDS
from etappe.cli.main import app

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


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], str]:
    """One command as if typed in an empty folder; files of the docs are found from there too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ETAPPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "140")

    def typed(words: list[str]) -> str:
        known = [str(ROOT / word) if (ROOT / word).is_file() else word for word in words]
        done = CliRunner().invoke(app, known, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return typed


def test_the_first_five_minutes_of_the_readme_work_as_written(
    run: Callable[[list[str]], str], tmp_path: Path
) -> None:
    told = [command.words for command in commands() if command.page == "README.md"]
    first = [words for words in told if words[0] in ("import", "words", "map")]
    assert [words[0] for words in first] == ["import", "import", "words", "map"]

    preview, report, words, drawn = (run(words) for words in first)

    assert "guessed" in preview
    assert "36 events from 36 rows" in report
    assert "Bestellung" in words
    assert "purchase" in words
    assert drawn.startswith("map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert '"orders":4,"value":1172.75' in run(["kpis", "--json"])


def test_own_words_and_models_work_as_the_guide_says(
    run: Callable[[list[str]], str], tmp_path: Path
) -> None:
    run(["import", "docs/guide/example.csv", "--currency", "EUR"])
    guide = (ROOT / "docs/guide/words.md").read_text("utf-8")
    (tmp_path / "my-rules.toml").write_text(guide.split("```toml\n")[1].split("```")[0], "utf-8")

    assert "2 own rules" in run(["words", "rules", "my-rules.toml"])
    own = [c.words for c in commands() if c.page == "docs/guide/stages.md"]
    assert [run(words).strip() for words in own if words[1] in ("new", "place", "delete")] == [
        "mein_modell: Entdecken · Prüfen · Kaufen",
        "mein_modell: newsletter → entdecken / kaufen",
        "mein_modell is gone.",
    ]
