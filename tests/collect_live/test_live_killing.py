"""kill -9 under load: nothing that was acknowledged is missing, nothing is there twice."""

from pathlib import Path

import pytest
from benchmarks.killing import kill_under_load


@pytest.mark.slow
def test_a_killed_server_keeps_all_that_it_acknowledged_and_doubles_nothing(tmp_path: Path) -> None:
    verdict = kill_under_load(tmp_path / "data", rounds=3, seed=7)
    assert verdict.acknowledged > 100
    assert (verdict.missing, verdict.doubled) == (0, 0)
