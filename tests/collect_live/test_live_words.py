"""Every step of a live event and everything it says of one has words in both languages."""

import re
from pathlib import Path

import etappe.collect.live.steps as steps
from etappe.base import messages
from etappe.collect.pipeline import PIPELINE


def test_every_step_is_called_something() -> None:
    known = set(messages.keys("etappe.app"))
    assert {f"live_step_{step.name}" for step in PIPELINE} <= known


def test_every_note_of_a_step_is_said_in_words() -> None:
    (folder,) = map(Path, steps.__path__)
    said = {
        f"live_note_{step}_{key}"
        for file in folder.glob("*.py")
        for step, key in re.findall(r'\.note\("(\w+)", "(\w+)"', file.read_text("utf-8"))
    }
    assert len(said) > 10
    assert said <= set(messages.keys("etappe.app"))
