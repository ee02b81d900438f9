"""Users at the terminal, with and without a server: a forgotten password is renewed and told once."""

import json
from pathlib import Path

import httpx2

from cli.cli_shop import etappe
from web.web_server import serving

TIM = "tim@shop.example"


def renewed(data: Path) -> str:
    told = etappe("users", "password", TIM, "--json", "--data", data)
    assert told.code == 0, told.err
    given = json.loads(told.out)
    assert given["email"] == TIM
    return str(given["password"])


def test_a_forgotten_password_is_renewed_with_and_without_a_server(tmp_path: Path) -> None:
    data = tmp_path / "data"
    added = etappe("users", "add", TIM, "--role", "owner", "--json", "--data", data)
    first = json.loads(added.out)["password"]
    alone = renewed(data)
    with serving(data, tmp_path / "serve.log") as server:
        with httpx2.Client(trust_env=False, base_url=server.url, timeout=60) as client:

            def status(password: str) -> int:
                credentials = {"email": TIM, "password": password}
                return client.post("/api/session", json=credentials).status_code

            assert status(first) == 401
            assert status(alone) == 200
            asked = renewed(data)
            assert client.get("/api/session").status_code == 401
            assert status(alone) == 401
            assert status(asked) == 200
        listed = json.loads(etappe("users", "list", "--json", "--data", data).out)
        assert listed == [{"email": TIM, "role": "owner"}]
    assert etappe("users", "list", "--data", data).out == f"{TIM}\towner\n"


def test_somebody_unknown_has_no_password_to_renew(tmp_path: Path) -> None:
    told = etappe("users", "password", "nobody@shop.example", "--data", tmp_path / "data")
    assert told.code == 2
    assert "etappe users add" in told.err
