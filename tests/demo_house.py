"""The demo shop for tests: made once a run, copied for each worker, opened as a house."""

import shutil
from pathlib import Path

from filelock import FileLock

from etappe.app.demo import DEMO_SHOP, ensure_demo
from etappe.app.house import House
from etappe.demo.size import FULL


def demo_folder(shared: Path, own: Path) -> Path:
    """A data directory with the whole demo shop, columns cut; `shared` is one for all workers."""
    made = shared / "demo-shop"
    with FileLock(shared / "demo-shop.lock"):
        if not (made / "done").exists():
            house = House(made)
            ensure_demo(house, 1, FULL)
            house.shop(DEMO_SHOP).columns()
            house.close()
            (made / "done").touch()
    return Path(shutil.copytree(made, own / "demo-shop"))
