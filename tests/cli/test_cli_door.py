"""How a command finds the server: the one that owns its data, and no other."""

import os
from pathlib import Path

from etappe.app.directory import DataDirectory, ServerAddress
from etappe.cli.remote import running_server
from web.web_server import serving


def test_a_stale_address_is_no_server(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path / "data")
    directory.create()
    directory.announce(ServerAddress("http://127.0.0.1:9", "token", os.getpid()))
    assert running_server(directory) is None


def test_another_installation_on_the_same_port_is_not_taken_for_ours(tmp_path: Path) -> None:
    mine = DataDirectory(tmp_path / "mine")
    mine.create()
    with serving(tmp_path / "theirs", tmp_path / "serve.log") as server:
        theirs = running_server(DataDirectory(tmp_path / "theirs"))
        assert theirs is not None
        assert theirs.url == server.url
        mine.announce(ServerAddress(server.url, "the token of a server that ended", 1))
        assert running_server(mine) is None


def test_only_the_owner_of_the_files_may_read_the_token(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path)
    directory.announce(ServerAddress("http://127.0.0.1:9", "token", 1))
    assert (tmp_path / "server.json").stat().st_mode & 0o777 == 0o600
