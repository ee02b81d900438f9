"""Words at the terminal: what a change would do, the history, undoing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.api_client import small_house
from etappe.base.errors import NotFound
from etappe.cli.words import app


@pytest.fixture
def data(tmp_path: Path) -> str:
    small_house(tmp_path).close()
    return str(tmp_path / "data")


def _said(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False, terminal_width=200)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_dry_run_says_what_would_change_and_changes_nothing(data: str) -> None:
    said = _said("set", "view_item", "--touchpoint", "faq", "--dry-run", "--data", data)
    assert "3 touches of 2 persons move from “Product page” to “FAQ”" in said
    assert '"changes":[]' in _said("changes", "--json", "--data", data)


def test_a_change_is_listed_and_undone_by_its_number(data: str) -> None:
    _said("set", "view_item", "--touchpoint", "faq", "--data", data)
    assert "command line" in _said("changes", "--data", data)
    assert "That is change 2" in _said("undo", "1", "--data", data)
    assert "undone by 2" in " ".join(_said("changes", "--data", data).split())
    assert "That is change 3" in _said("undo", "2", "--data", data)


def test_a_change_that_is_not_there_is_named(data: str) -> None:
    with pytest.raises(NotFound, match="no change 9"):
        _said("undo", "9", "--data", data)
