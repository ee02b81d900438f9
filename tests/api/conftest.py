"""A small shop behind the API, once for all tests of this folder."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.api_client import as_owner, client_of, small_house
from etappe.app.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = small_house(tmp_path_factory.mktemp("house"))
    yield made
    made.close()


@pytest.fixture
def stranger(house: House) -> TestClient:
    return client_of(house)


@pytest.fixture
def owner(house: House) -> TestClient:
    return as_owner(client_of(house))
