"""Shares of a whole as the pages write them: they add to 100 %, and what is there is never shown as nothing."""

import json
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lint.clients import node

NUMBERS = Path("web/src/i18n/numbers.ts").resolve()
PARTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=6)


def shares(several: list[list[int]], language: str = "de") -> list[list[str]]:
    """What the page's own function says of each list of parts."""
    script = (
        f"import {{ shares }} from {json.dumps(NUMBERS.as_uri())};"
        f"console.log(JSON.stringify({json.dumps(several)}.map((parts) => shares(parts, {language!r}))));"
    )
    told = subprocess.run(
        [str(node()), "--input-type=module", "--no-warnings", "-e", script],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [[one.replace("\u00a0", " ") for one in row] for row in json.loads(told.stdout)]


def _value(text: str) -> Decimal:
    return Decimal(0) if "<" in text else Decimal(text.split()[0].replace(",", "."))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([975, 25, 0, 0], ["97,5 %", "2,5 %", "0 %", "0 %"]),
        ([1, 1, 1], ["34 %", "33 %", "33 %"]),
        ([9_999_999, 1], ["100 %", "< 0,1 %"]),
        ([0, 0], ["–", "–"]),
    ],
)
def test_known_shares(parts: list[int], said: list[str]) -> None:
    assert shares([parts]) == [said]


@settings(max_examples=3)
@given(st.lists(PARTS.filter(any), min_size=40, max_size=40))
def test_shares_add_to_a_hundred(several: list[list[int]]) -> None:
    for parts, said in zip(several, shares(several), strict=True):
        assert sum(map(_value, said)) == 100
        for part, text in zip(parts, said, strict=True):
            assert abs(_value(text) - 100 * Decimal(part) / sum(parts)) < 1
            assert (text == "0 %") == (part == 0)
