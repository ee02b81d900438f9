"""The tracker as a shop's page loads it: with the shop's switches, cached, small, from any site."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from etappe.api.tracker import SCRIPTS
from etappe.app.house import House

BUDGET = json.loads((Path(__file__).parents[2] / "tracker/budget.json").read_text())


def key_of(house: House) -> str:
    return next(
        key.key for key in house.shop("default").records.write_keys.all() if key.kind == "browser"
    )


@pytest.mark.parametrize("name", sorted(BUDGET))
def test_the_scripts_keep_their_budget(name: str) -> None:
    assert len(gzip.compress((SCRIPTS / name).read_bytes(), 9)) <= BUDGET[name]


def test_the_core_comes_with_the_switches_of_its_shop(house: House, stranger: TestClient) -> None:
    key = key_of(house)
    # Another test may have set switches of this shop: what the script says is what is kept.
    kept = house.shop("default").records.tracking()
    house.shop("default").records.save_tracking(replace(kept, extras=("ga4", "rage")))

    answer = stranger.get(f"/t.js?k={key}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    first, core = answer.text.split("\n", 1)
    assert json.loads(first.removeprefix("self.etappeConfig=").removesuffix(";")) == {
        "key": key,
        "extras": ["ga4", "rage"],
        "consent": True,
        "without": "count",
        "linked": [],
    }
    assert core == (SCRIPTS / "t.js").read_text()


def test_any_site_may_load_it_and_keep_it_for_an_hour(house: House, stranger: TestClient) -> None:
    answer = stranger.get(f"/t.js?k={key_of(house)}", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["content-encoding"] == "gzip"
    again = stranger.get(
        f"/t.js?k={key_of(house)}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_without_a_key_the_page_itself_says_the_switches(stranger: TestClient) -> None:
    assert stranger.get("/t.js").text == (SCRIPTS / "t.js").read_text()
    assert stranger.get("/t-more.js").text == (SCRIPTS / "t-more.js").read_text()


@pytest.mark.parametrize(
    "key", ["b.default.wrong", "b.nobody.abc", "b.../x.abc", "nonsense", 'b.default.*/"<script>']
)
def test_a_key_that_is_not_in_effect_is_said_in_the_console_of_a_developer(
    stranger: TestClient, key: str
) -> None:
    answer = stranger.get("/t.js", params={"k": key})

    assert answer.status_code == 404
    assert answer.text.startswith("// Etappe: the write key")
    assert answer.text.count("\n") == 1
    assert answer.headers["cache-control"] == "no-store"


def test_the_key_of_a_server_is_never_answered_in_a_script(
    house: House, stranger: TestClient
) -> None:
    _, text = house.shop("default").records.write_keys.create("server", "ERP", "nadja")

    assert stranger.get("/t.js", params={"k": text}).status_code == 404
