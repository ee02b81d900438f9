"""A house with a shop that receives, and a client that sends to it in-process, through the real front."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from etappe.api.application import serving
from etappe.app.house import House
from etappe.app.shop import Shop

TOKEN = "token-of-this-machine"


@dataclass
class Front:
    """The shop `default`, its keys, and a client of its server."""

    house: House
    shop: Shop
    client: TestClient
    browser: str
    server: str

    def rows(self) -> list[dict[str, Any]]:
        """Every event of the shop, once all that was acknowledged is in."""
        assert self.shop.collector.drained()
        return self.shop.events.rows(self.shop.events.core(1, 10**9).seq)

    def rejected(self) -> dict[str, int]:
        """How many events were not kept, by reason."""
        self.shop.collector.drained()
        self.shop.collector.write_down()
        found: dict[str, int] = {}
        for one in self.shop.events.drained.rejections():
            found[one.reason] = found.get(one.reason, 0) + one.events
        return found


@contextmanager
def receiving(folder: Path) -> Iterator[Front]:
    """A new house whose shop has one key of each kind."""
    house = House(folder / "data")
    try:
        shop = house.shop("default", create=True)
        browser = shop.records.write_keys.create("browser", "Shop", "test")[1]
        server = shop.records.write_keys.create("server", "ERP", "test")[1]
        client = TestClient(
            serving(house, TOKEN), base_url="http://shop.example", raise_server_exceptions=False
        )
        yield Front(house, shop, client, browser, server)
    finally:
        house.close()


def track(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A call of Segment's."""
    return {
        "type": "track",
        "event": "view_item",
        "anonymousId": "susa",
        "messageId": f"m{number}",
    } | fields


def basic(key: str) -> dict[str, str]:
    """The key as the user of Basic authentication."""
    return {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()}
