"""Heavy modules: a missing one costs what needs it, not the others."""

import sys

import pytest

from etappe.base import heavy


def test_a_missing_module_is_logged_and_the_others_are_warm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(heavy, "HEAVY", {"gone": "etappe.no_such", "colorsys": "colorsys"})
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    heavy.warm_up()
    assert "colorsys" in sys.modules
    assert "etappe.no_such" in caplog.text
