from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect.import_sink import bring, written
from etappe.collect.columns.amounts import decimal_mark


@pytest.mark.parametrize(
    ("texts", "cents"),
    [
        (["1.234,50", "12,90"], [123450, 1290]),
        (["1,234.50", "12.90"], [123450, 1290]),
        (["1234.5", "0"], [123450, 0]),
        (["€ 1.234,50", "12,90 €", "-5,00 EUR"], [123450, 1290, -500]),
        (["$1,234", "$5.10"], [123400, 510]),
        (["1 234,50", "12,90"], [123450, 1290]),
        (["1'234.50", "12.90"], [123450, 1290]),
        (["1.234.567,00", "1,00"], [123456700, 100]),
        (["12,345", "1,5"], [1235, 150]),
    ],
)
def test_amounts_are_read_as_their_column_writes_them(
    tmp_path: Path, texts: list[str], cents: list[int]
) -> None:
    rows = "".join(f"u;2026-01-01;p;{text}\n" for text in texts)
    path = written(tmp_path, "a.csv", "user;time;event;amount\n" + rows)
    events, report = bring(tmp_path, path, value="amount", currency="EUR")
    assert [e["value"] for e in events] == cents
    assert report.rejected == 0


@pytest.mark.parametrize(
    "text", ["1,2,3", "12.50.1", "abc", "1_000", "12-", "--5", "1e400", "99999999999999999999"]
)
def test_an_unreadable_amount_is_rejected_and_never_guessed(tmp_path: Path, text: str) -> None:
    path = written(
        tmp_path, "a.csv", f'user,time,event,amount\nu,2026-01-01,p,1.50\nu,2026-01-01,p,"{text}"\n'
    )
    events, report = bring(tmp_path, path, value="amount", currency="EUR")
    assert [e["value"] for e in events] == [150]
    assert report.rejected == 1


@given(st.lists(st.integers(0, 10**9), min_size=1), st.sampled_from([".,", ",."]))
def test_the_decimal_mark_is_found_whatever_the_amounts(cents: list[int], marks: str) -> None:
    point, thousands = marks[0], marks[1]
    texts = [f"{n // 100:,}".replace(",", thousands) + f"{point}{n % 100:02}" for n in cents]
    assert decimal_mark(texts) == point


def test_a_price_is_multiplied_by_its_quantity(tmp_path: Path) -> None:
    mapping = written(
        tmp_path,
        "m.toml",
        'currency = "EUR"\n[columns]\nperson = "u"\ntime = "t"\nevent = "e"\nvalue = "price"\nquantity = "n"\n',
    )
    path = written(tmp_path, "a.csv", "u,t,e,price,n\na,2026-01-01,p,2.55,6\n")
    assert bring(tmp_path, path, mapping=str(mapping))[0][0]["value"] == 1530
