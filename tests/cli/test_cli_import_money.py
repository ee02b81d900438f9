"""Money in a file nobody prepared: read with a known currency, else kept and said plainly."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.cli_shop import ROWS, etappe
from web.web_server import serving


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, "utf-8")
    return path


def value_of(data: Path) -> float:
    kpis: dict[str, Any] = json.loads(etappe("kpis", "--json", "--data", data).out)
    return float(kpis["value"])


def test_money_without_a_currency_is_kept_as_a_property_and_the_report_says_so(
    file: Path, tmp_path: Path
) -> None:
    told = etappe("import", file, "--data", tmp_path / "data")
    assert told.code == 0
    assert "Warning: Money was found in the column 'amount'" in told.out
    assert "kept as a property" in told.out
    assert "--currency EUR" in told.out
    shop = json.loads(etappe("shop", "--json", "--data", tmp_path / "data").out)
    assert "amount" in shop["properties"]
    assert value_of(tmp_path / "data") == 0


def test_the_dry_run_says_it_before_anything_goes_in(file: Path, tmp_path: Path) -> None:
    words = ["import", file, "--dry-run", "--data", tmp_path / "data"]
    told = etappe(*words)
    assert told.code == 0
    assert "Warning: Money was found in the column 'amount'" in told.out
    shown = json.loads(etappe(*words, "--json").out)
    assert ["amount" in warning for warning in shown["files"][0]["warnings"]] == [True]
    assert not (tmp_path / "data").exists()


def test_the_json_report_carries_the_warning_and_the_totals(file: Path, tmp_path: Path) -> None:
    told = etappe("import", file, "--json", "--data", tmp_path / "data")
    report = json.loads(told.out)
    assert (report["events"], report["rejected"]) == (5, 0)
    assert "'amount'" in report["warnings"][0]
    assert report["files"][0]["warnings"] == report["warnings"]
    with_currency = etappe(
        "import", file, "--currency", "EUR", "--json", "--data", tmp_path / "other"
    )
    assert json.loads(with_currency.out)["warnings"] == []


def test_a_named_column_without_a_currency_is_refused(file: Path, tmp_path: Path) -> None:
    words = ["--person", "person", "--event", "event", "--time", "time", "--value", "amount"]
    told = etappe("import", file, *words, "--data", tmp_path / "data")
    assert told.code == 2
    assert "--currency" in told.err


def test_the_shops_chosen_currency_is_taken_for_a_guessed_column_and_said(
    file: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    assert etappe("shop", "set", "--currency", "CHF", "--data", data).code == 0
    dry = etappe("import", file, "--dry-run", "--data", data)
    assert "amount: read as CHF, the shop's currency" in dry.out
    assert "Warning" not in dry.out
    told = etappe("import", file, "--data", data)
    assert "amount: read as CHF, the shop's currency" in told.out
    assert value_of(data) == 49.9


def test_a_running_server_is_asked_for_the_currency_too(file: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert etappe("shop", "set", "--currency", "CHF", "--data", data).code == 0
    with serving(data, tmp_path / "serve.log"):
        assert "read as CHF" in etappe("import", file, "--dry-run", "--data", data).out
        assert "read as CHF" in etappe("import", file, "--data", data).out
        assert value_of(data) == 49.9


def test_a_sign_in_the_amounts_needs_no_word_about_the_shops_currency(tmp_path: Path) -> None:
    path = tmp_path / "signed.csv"
    path.write_text(ROWS.replace("49.90", "49.90 €"), "utf-8")
    data = tmp_path / "data"
    told = etappe("import", path, "--data", data)
    assert "Warning" not in told.out
    assert "shop's currency" not in told.out
    assert value_of(data) == 49.9
