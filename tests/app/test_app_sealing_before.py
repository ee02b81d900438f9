"""A shop from before there was sealing: the clock seals what it holds, and no cached column keeps a word of it."""

from pathlib import Path

from etappe.app.house import House
from etappe.app.privacy import privacy
from etappe.app.sealing_before import seal_before
from store.old_events import ROWS, SECRETS, old_file


def test_the_clock_seals_what_an_old_shop_holds(tmp_path: Path) -> None:
    root = tmp_path / "data"
    (root / "shops" / "laden").mkdir(parents=True)
    (tmp_path / "old").mkdir()
    old_file(tmp_path / "old").rename(root / "shops" / "laden" / "events.duckdb")
    house = House(root)
    shop = house.shop("laden")
    shop.ask("flow", {"level": "first_name"})
    assert privacy(shop).unsealed == len(ROWS)
    assert held(root), "the search must be able to find something"
    house.keep_privacy()
    assert privacy(shop).unsealed == 0
    assert seal_before(shop).sealed == 0
    house.close()
    assert held(root) == []


def held(root: Path) -> list[tuple[bytes, str]]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return [(word, path.name) for path in files for word in SECRETS if word in path.read_bytes()]
