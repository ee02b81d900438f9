"""The command line by the letter of DESIGN section 7: exit codes, next steps, the same bytes by both doors."""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.reference_events import MINUTE, Event
from contract.shop_maker import START, Maker, write_csv
from etappe.cli.main import main

QUESTIONS = (
    ["flow", "--level", "touchpoint", "--within", "journey", "--collapse"],
    ["funnel", "view_item", "purchase", "--by", "device"],
    ["paths", "--per", "journey", "--top", "3"],
    ["kpis", "--from", "2025-03-05", "--to", "2025-05-05"],
    ["stages", "--stages", "three_part"],
    ["findings"],
    ["searches", "--top", "5"],
    ["calendar", "--every", "month"],
    ["coverage"],
    ["events", "--limit", "7"],
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    write_csv(folder / "shop.csv", Maker(7).events())
    code, _ = run(["import", str(folder / "shop.csv"), "--data", str(folder / "data")])
    assert code == 0
    return folder / "data"


def run(words: list[str]) -> tuple[int, str]:
    """Exit code and stdout of a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "etappe", *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def called(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command within this process."""
    monkeypatch.setattr(sys, "argv", ["etappe", *words])
    code = 0
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["flow", "--where", "device = "], "where"),
        (["flow", "--where", "nosuch = 'x'"], "nosuch"),
        (["flow", "--from", "2025-13-01"], "2025-13-01"),
        (["flow", "--level", "nosuch"], "nosuch"),
        (["flow", "--within", "week"], "week"),
        (["funnel", "nosuch", "purchase"], "nosuch"),
        (["funnel", "view_item", "--within", "7x"], "7x"),
        (["funnel", "view_item", "--by", "nosuch"], "nosuch"),
        (["paths", "--after", "nosuch"], "nosuch"),
        (["stages", "--stages", "nosuch"], "nosuch"),
        (["kpis", "--conversion", "nosuch"], "nosuch"),
        (["kpis", "--shop", "nosuch"], "nosuch"),
        (["events", "--person", "nobody"], "nobody"),
    ],
)
def test_a_bad_question_names_what_is_wrong_and_what_there_is(
    words: list[str],
    said: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = called([*words, "--data", str(data)], monkeypatch, capsys)
    assert code == 2
    assert out == ""
    assert said in err
    assert "→" in err


FLAGS = ["--person", "person", "--event", "event", "--time", "time"]
ROWS = b"person,event,time,value\na,view_item,2026-03-01 10:00:00,5\nb,purchase,2026-03-01 10:05:00,6\n"
BAD_FILES = {
    "no_such_column": (ROWS, [*FLAGS, "--order", "nosuch"], "nosuch"),
    "no_currency": (ROWS, [*FLAGS, "--value", "value"], "currency"),
    "odd_currency": (ROWS, [*FLAGS, "--value", "value", "--currency", "XQZ"], "XQZ"),
    "odd_time": (ROWS.replace(b"2026-03-01", b"gestern"), FLAGS, "gestern"),
    "odd_delimiter": (ROWS.replace(b",", "§".encode()), [], "delimiter"),
    "empty": (b"", [], "empty"),
    "cut_short.gz": (gzip.compress(ROWS * 50)[:60], [], "gz"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_with_the_next_step_and_leaves_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content, flags, said = BAD_FILES[name]
    path = tmp_path / name.replace("_short.", "_short.csv.")
    path.write_bytes(content)
    words = ["import", str(path), *flags, "--data", str(tmp_path / "data")]
    code, _, err = called(words, monkeypatch, capsys)
    assert code == 2
    assert said in err
    assert "→" in err
    assert not (tmp_path / "data" / "shops").exists()


def test_a_folder_and_a_missing_file_are_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path, tmp_path / "nosuch.csv"):
        words = ["import", str(path), "--data", str(tmp_path / "data")]
        code, _, err = called(words, monkeypatch, capsys)
        assert code == 2
        assert str(path) in err


@pytest.fixture
def server(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "etappe", "serve", "--data", str(data), "--port", str(port)]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
            break
        except OSError:
            time.sleep(0.25)
    yield running
    os.kill(running.pid, signal.SIGTERM)
    running.wait()


def asked(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    found = []
    for question in QUESTIONS:
        words = [*question, "--json", "--data", str(data)]
        code, out, _ = called(words, monkeypatch, capsys)
        assert code == 0
        json.loads(out)
        found.append(out)
    return found


def test_the_answers_are_the_same_bytes_with_and_without_a_server(
    data: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    alone = asked(data, monkeypatch, capsys)
    request.getfixturevalue("server")
    assert asked(data, monkeypatch, capsys) == alone


def test_json_has_money_as_decimals_shares_unrounded_and_times_in_utc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    events = [Event(n, START + n * MINUTE, "view_item", user=f"k{n}") for n in range(1, 3)]
    events.append(Event(3, START + 4 * MINUTE, "purchase", user="k1", order="o1", value=1010))
    write_csv(tmp_path / "shop.csv", events)
    data = ["--data", str(tmp_path / "data")]
    assert called(["import", str(tmp_path / "shop.csv"), *data], monkeypatch, capsys)[0] == 0
    _, out, _ = called(["kpis", "--json", *data], monkeypatch, capsys)
    assert '"value":10.10,' in out
    found = json.loads(out)
    assert found["currency"] == "EUR"
    assert found["repurchase_rate"] is None
    assert found["conversion_rate"] == 0.5
    assert found["basis"]["from"] == "2025-03-01T00:01:00Z"
    keys = {"persons", "journeys", "touches", "from", "to", "where", "coverage"}
    assert keys <= found["basis"].keys()
