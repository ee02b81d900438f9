"""Events of before the sealing: parted and sealed piece by piece, and no byte of them is left in plain words."""

import json
from pathlib import Path

import numpy as np
import pytest

from etappe.app.vault import ShopVault
from etappe.store.events import EventStore, sealing_before
from etappe.store.records import ShopRecords
from store.old_events import ROWS, SECRETS, old_file
from store.store_cast import SALT, batch


def reopened(folder: Path) -> tuple[EventStore, ShopRecords]:
    records = ShopRecords.open(folder / "records.sqlite")
    path = folder / "events.duckdb"
    return EventStore.open(path, salt=SALT, vault=ShopVault(records)), records


def plain(store: EventStore, seqs: np.ndarray) -> list[object]:
    told = [row["properties"] for row in store.rows(seqs)]
    return [json.loads(one) if one else None for one in told]


@pytest.mark.parametrize("piece", [1, 4, 1000])
def test_an_old_file_is_sealed_in_pieces_and_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(sealing_before, "PIECE", piece)
    old_file(tmp_path)
    seqs = np.arange(1, len(ROWS) + 1)
    store, records = reopened(tmp_path)
    assert store.private.unsealed() == len(ROWS)
    done = store.private.seal_piece() or 0
    store.close()
    records.close()
    store, records = reopened(tmp_path)
    while (more := store.private.seal_piece()) is not None:
        done += more
    assert store.private.unsealed() == 1, "the file is still to be written anew"
    store.private.rewrite()
    store.private.note_sealed()
    assert (done, store.private.unsealed()) == (5, 0)
    assert plain(store, seqs) == [
        {"size": "L"}, {"name": "Kappe"}, {"size": "M"}, {"name": "Start", "path": "/"},
        {"size": "S"}, {"name": "TSV"},
    ]  # fmt: skip
    told = [json.loads(row["properties"]) for row in store.private.rows(seqs)]
    assert told[:2] == [json.loads(str(row["properties"])) for row in ROWS[:2]]
    assert told[2] == {"size": "M"}, "who refused leaves nothing"
    assert told[5] == json.loads(str(ROWS[5]["properties"]))
    assert set(store.private.stored.properties()) == {"size", "name", "path"}
    assert set(store.private.names()) == {"first_name", "street", "email"}
    later = store.append(batch({"user_id": "susa", "event_id": "x"}))
    assert later.first_seq == len(ROWS) + 1
    store.close()
    records.close()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("*.*") if path.is_file())
    assert [word for word in SECRETS if word in content] == []


def test_a_new_file_has_nothing_to_seal_afterwards(tmp_path: Path) -> None:
    store, records = reopened(tmp_path)
    store.append(batch(*ROWS))
    assert store.private.unsealed() == 0
    store.close()
    records.close()
