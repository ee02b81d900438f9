"""The demo shop at full size, made once for all tests of this folder."""

import pytest

from demo.demo_rows import Rows
from etappe.demo.shop import Demo, generate


@pytest.fixture(scope="session")
def demo() -> Demo:
    return generate()


@pytest.fixture(scope="session")
def rows(demo: Demo) -> Rows:
    return Rows.of(demo)
