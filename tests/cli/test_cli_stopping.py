"""A server that is told to stop (`docker stop`, systemd): it closes its shops in order, whoever still hangs on the line."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from etappe.app.house import House
from web.web_server import free_port, wait_for


def test_a_server_that_is_stopped_closes_its_shops(tmp_path: Path) -> None:
    data = tmp_path / "data"
    house = House(data)
    keys = house.create_shop("Laden").records.write_keys
    key = keys.create("server", "ERP", "test")[1]
    house.close()
    port = free_port()
    command = [sys.executable, "-m", "etappe", "serve", "--port", str(port), "--data", str(data)]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(os.environ))
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        at = urlsplit(url)
        with socket.create_connection((at.hostname, at.port)) as slow:
            slow.sendall(b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{")
            body = {"batch": [{"type": "track", "event": "login", "userId": "u"}, {"type": "no"}]}
            httpx2.post(f"{url}/v1/batch?write_key={key}", json=body, trust_env=False, timeout=60)
            process.terminate()
            assert process.wait(60) == 0, (tmp_path / "log").read_text()
    finally:
        process.kill()
    assert not (data / "server.json").exists()
    assert not list(data.rglob("events.duckdb.wal"))
    asked = [sys.executable, "-m", "etappe", "rejected", "--data", str(data), "--json"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert "unknown_type" in json.dumps(json.loads(told.stdout))
