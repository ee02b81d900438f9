"""An application over a small shop, asked in-process."""

from pathlib import Path

from starlette.testclient import TestClient

from etappe.api.application import create
from etappe.app.house import House
from etappe.app.intake import Intake
from etappe.collect.importing import run_import
from etappe.collect.options import ImportOptions

TOKEN = "token-of-this-machine"
OWNER = ("nadja@shop.example", "geheim-genug")
ROWS = """person,event,time,amount,order,device
susa,view_item,2026-03-02T10:00:00Z,,,phone
susa,add_to_cart,2026-03-02T10:05:00Z,,,phone
susa,purchase,2026-03-02T10:10:00Z,49.90,A1,phone
kai,view_item,2026-03-03T20:00:00Z,,,desktop
kai,view_item,2026-03-03T20:01:00Z,,,desktop
marlene,Newsletter abonniert,2026-03-04T09:00:00Z,,,desktop
"""


def small_house(folder: Path) -> House:
    """A house with one shop of three people and an owner."""
    house = House(folder / "data")
    house.installation.create_user(*OWNER, "owner")
    file = folder / "rows.csv"
    file.write_text(ROWS, "utf-8")
    shop = house.shop("default", create=True)
    options = ImportOptions(
        person="person", event="event", time="time", value="amount", order="order", currency="EUR"
    )
    run_import([file], None, Intake(shop), lambda *_: None, options)
    return house


def client_of(house: House) -> TestClient:
    return TestClient(create(house, TOKEN), base_url="http://shop.example")


def as_owner(client: TestClient) -> TestClient:
    email, password = OWNER
    answer = client.post("/api/session", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return client
