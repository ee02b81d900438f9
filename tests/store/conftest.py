from collections.abc import Iterator
from pathlib import Path

import pytest

from etappe.store.events import EventStore
from store.store_cast import opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    store = opened(tmp_path)
    yield store
    store.close()
