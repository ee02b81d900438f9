"""Write keys and switches at the terminal."""

import json
from pathlib import Path
from unittest.mock import patch

from cli.cli_shop import bring_in, etappe


def test_a_key_is_made_listed_and_taken_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data)
    made = json.loads(etappe("keys", "new", "ERP", "--server", "--json", "--data", data).out)
    assert made["text"].startswith("s.default.")
    shown = etappe("keys", "new", "Blog", "--per-second", 5, "--data", data).out
    assert "b.default." in shown
    assert etappe("keys", "revoke", made["key"]["id"], "--data", data).code == 0
    listed = json.loads(etappe("keys", "list", "--json", "--data", data).out)
    assert [(key["name"], key["revoked_at"] is None) for key in listed] == [
        ("Shop", True),
        ("ERP", False),
        ("Blog", True),
    ]
    assert made["text"] not in etappe("keys", "list", "--data", data).out
    missing = etappe("keys", "revoke", 9, "--data", data)
    assert missing.code == 2
    assert "Known: 1, 2, 3" in missing.err


def test_who_changed_which_setting_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data)
    before = len(json.loads(etappe("shop", "changes", "--json", "--data", data).out)["changes"])
    etappe("tracking", "set", "--without-consent", "drop", "--data", data)
    etappe("retention", "set", "browsing", 425, "--data", data)
    etappe("keys", "new", "ERP", "--server", "--data", data)
    page = json.loads(etappe("shop", "changes", "--json", "--limit", 2, "--data", data).out)
    assert [(one["area"], one["field"]) for one in page["changes"]] == [
        ("key", "made"),
        ("retention", "browsing"),
    ]
    older = etappe("shop", "changes", "--cursor", page["next"], "--json", "--data", data).out
    rest = json.loads(older)["changes"]
    assert (rest[0]["before"], rest[0]["after"], len(rest)) == ("count", "drop", before + 1)
    shown = etappe("shop", "changes", "--data", data).out
    assert "command line" in shown
    assert "Key “ERP” (server) made" in shown


def test_a_webhooks_secret_is_asked_for_and_never_shown(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data)
    etappe("keys", "new", "Shopify", "--server", "--data", data)
    with patch("typer.prompt", return_value="shpss_1"):
        told = etappe("keys", "sign", 2, "shopify", "--data", data)
        refused = etappe("keys", "sign", 1, "shopify", "--data", data)
    assert (told.code, refused.code) == (0, 2)
    listed = etappe("keys", "list", "--json", "--data", data).out
    assert [key["signed"] for key in json.loads(listed)] == [[], ["shopify"]]
    assert "shpss_1" not in told.out + listed
    etappe("keys", "sign", 2, "shopify", "--without", "--data", data)
    listed = etappe("keys", "list", "--json", "--data", data).out
    assert [key["signed"] for key in json.loads(listed)] == [[], []]


def test_switches_are_set_one_by_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_in(data)
    etappe("tracking", "set", "--extras", "none", "--no-country", "--data", data)
    sites = "https://shop.example, https://*.shop.example"
    etappe("tracking", "set", "--origins", sites, "--data", data)
    kept = json.loads(etappe("tracking", "show", "--json", "--data", data).out)
    assert (kept["extras"], kept["country"], kept["consent_required"]) == ([], False, True)
    assert kept["allowed_origins"] == ["https://shop.example", "https://*.shop.example"]
    refused = etappe("tracking", "set", "--without-consent", "guess", "--data", data)
    assert refused.code == 2
    assert "count, drop" in refused.err
