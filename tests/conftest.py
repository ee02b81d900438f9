"""What all tests share: a browser where one is installed, and the folder of real data sets."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from lint.browser import ADVICE, find

from demo_house import demo_folder

# No test runs against the clock: a slow machine is no failure.
# In CI the same examples come each time, so that a red run can be repeated.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("house")

DATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file that share a server or a shop of its own run in one process: else each process makes one."""
    for item in items:
        if isinstance(item, pytest.Function) and not item.get_closest_marker("xdist_group"):
            known = item._fixtureinfo.name2fixturedefs.values()
            if any(one.scope == "module" for definitions in known for one in definitions):
                item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data sets; tests that need it are left out where it is missing."""
    if not DATA.is_dir():
        pytest.skip("The real data sets are not on this machine.")
    return DATA


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = find()
    if path is None:
        pytest.fail(ADVICE)
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return {**browser_type_launch_args, "executable_path": path, "args": flags}


@pytest.fixture
def etappe() -> str:
    """The command, as a user of this environment has it."""
    path = shutil.which("etappe")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data directory of this worker's own with the whole demo shop."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    return demo_folder(shared, tmp_path_factory.mktemp("demo"))
