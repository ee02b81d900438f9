"""A small shop whose event names are its own, for walks that change words: made anew for each server."""

from pathlib import Path

from etappe.app.house import House
from etappe.app.intake import Intake
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions

EDITOR = ("nadja@shop.example", "geheim-genug")
VIEWER = ("mia@shop.example", "auch-geheim")
WAY = ("page_view", "Produktansicht", "Zaubertrick", "In den Warenkorb", "Kauf")
PERSONS = 40


def words_house(folder: Path) -> Path:
    """A data directory: 40 persons go a way of five names, every second one stops before the purchase."""
    house = House(folder / "data")
    house.installation.create_user(*EDITOR, "editor")
    house.installation.create_user(*VIEWER, "viewer")
    rows = ["person,event,time,url,order,amount"]
    for person in range(PERSONS):
        for minute, event in enumerate(WAY[: len(WAY) - person % 2]):
            bought = f"A{person},49.90" if event == "Kauf" else ","
            moment = f"2026-03-{person % 28 + 1:02}T10:{minute:02}:00Z"
            rows.append(f"p{person},{event},{moment},https://shop.example/,{bought}")
    file = folder / "rows.csv"
    file.write_text("\n".join(rows), "utf-8")
    shop = house.shop("fanshop", create=True)
    run_import([file], None, Intake(shop), lambda *_: None, ImportOptions(currency="EUR"))
    shop.columns()
    house.close()
    return folder / "data"
