import csv
import gzip
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collect.import_sink import bring, written
from etappe.collect.files.csv_rows import csv_pieces
from etappe.collect.files.dialect import Dialect
from etappe.collect.report import ImportReport

GERMAN = (
    "Kundennummer;Datum;Ereignis;Betrag;Bestellnummer;Straße\n"
    "4711;03.02.2026 14:05;Bestellung;1.234,50 €;B-1;Königsallee 1\n"
    "4712;13.02.2026;Produktansicht;;;\n"
    '4714;14.02.2026 09:00:01;Bestellung;12,90;B-3;"Müller\nWeg"\n'
)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_german_export_is_recognised_without_a_word(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "export.csv", GERMAN.replace("\n", "\r\n").encode(encoding))
    events, report = bring(tmp_path, path, timezone="Europe/Berlin")
    assert report.rejected == 0
    assert [(e["user_id"], e["occurred_at"], e.get("value")) for e in events] == [
        ("4711", "2026-02-03 13:05:00", 123450),
        ("4712", "2026-02-12 23:00:00", None),
        ("4714", "2026-02-14 08:00:01", 1290),
    ]
    assert events[0]["properties"] == {"Straße": "Königsallee 1"}
    assert events[2]["properties"] == {"Straße": "Müller\nWeg"}
    assert events[0]["order_id"] == "B-1"
    assert events[0]["currency"] == "EUR"


def rejected_rows(report: ImportReport) -> list[list[str]]:
    with Path(report.files[0].rejects_file).open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_a_bad_row_goes_to_the_rejects_with_its_line_and_the_rest_goes_in(tmp_path: Path) -> None:
    text = (
        "user,when,what,amount\n"
        "a,2026-01-01 10:00:00,view,1\n"
        '"b\nb",2026-01-01 10:01:00,view,2\n'
        "c,2026-01-01,only three\n"
        "d,yesterday,view,4\n"
        "e,2026-01-01 10:02:00,,5\n"
        "f,,view,6\n"
        'g "the" great,2026-01-01 10:03:00,view,7\n'
        '"h" and more,2026-01-01 10:04:00,view,8\n'
        '"i,2026-01-01 10:05:00,view,9\n'
        "j,2026-01-01 10:06:00,view,a lot\n"
        "k,2026-01-01 10:07:00,view,11\n"
    )
    path = written(tmp_path, "shop.csv", text)
    events, report = bring(
        tmp_path, path, person="user", time="when", event="what", value="amount", currency="EUR"
    )
    assert [e["user_id"] for e in events] == ["a", "b\nb", 'g "the" great', "k"]
    rejects = rejected_rows(report)
    assert rejects[0] == ["line", "reason", "user", "when", "what", "amount"]
    assert [(int(line), reason) for line, reason, *_ in rejects[1:]] == [
        (5, "3 columns instead of 4"),
        (6, "unreadable time: yesterday"),
        (7, "no event name"),
        (8, "no time"),
        (10, "a quoted field goes on after its quote"),
        (11, "a quote is never closed"),
        (12, "unreadable amount: a lot"),
    ]
    assert rejects[2][2:] == ["d", "yesterday", "view", "4"]
    assert report.rejected == 7
    assert report.files[0].rows == 11


def test_a_zipped_file_counts_lines_as_the_plain_one_does(tmp_path: Path) -> None:
    text = "user,time,event\n\na,2026-01-01,x\nb,nonsense,x\n"
    path = written(
        tmp_path, "z.csv.gz", gzip.compress(text[:20].encode()) + gzip.compress(text[20:].encode())
    )
    events, report = bring(tmp_path, path)
    assert len(events) == 1
    assert "4,unreadable time: nonsense" in Path(report.files[0].rejects_file).read_text()


def test_equal_times_keep_the_order_of_the_file_and_a_sequence_column_overrides_it(
    tmp_path: Path,
) -> None:
    rows = "".join(f"u,2026-01-01 00:00:00,step {n},{(n * 7) % 50}\n" for n in range(50))
    path = written(tmp_path, "same.csv", "user,time,event,nr\n" + rows)
    events, _ = bring(tmp_path, path, batch_rows=7)
    assert [e["name"] for e in events] == [f"step {n}" for n in range(50)]
    (tmp_path / "again").mkdir()
    events, _ = bring(tmp_path / "again", path, sequence="nr", batch_rows=7, person="user")
    assert [e["properties"]["nr"] for e in events] == list(range(50))


def test_a_rejected_row_keeps_its_line_when_a_sequence_sorts_the_rows(tmp_path: Path) -> None:
    path = written(
        tmp_path, "s.csv", "user,time,event,nr\nu,2026-01-01,a,3\nu,never,b,2\nu,2026-01-01,c,1\n"
    )
    events, report = bring(tmp_path, path, sequence="nr")
    assert [e["name"] for e in events] == ["c", "a"]
    assert "3,unreadable time: never" in Path(report.files[0].rejects_file).read_text()


def test_exact_copies_stay_and_are_reported_and_dedupe_drops_them_across_files(
    tmp_path: Path,
) -> None:
    row = "u,2026-01-01 10:00:00,view,1\n"
    one = written(
        tmp_path, "one.csv", "user,time,event,n\n" + row * 3 + "u,2026-01-01 10:00:00,view,2\n"
    )
    two = written(
        tmp_path, "two.csv", "user,time,event,n\n" + row + "v,2026-01-01 10:00:00,view,1\n"
    )
    events, report = bring(tmp_path, one)
    assert (len(events), report.files[0].repeated) == (4, 2)
    assert len({e["event_id"] for e in events}) == 4
    (tmp_path / "d").mkdir()
    events, report = bring(tmp_path / "d", one, two, dedupe=True, batch_rows=2)
    assert [(e["user_id"], e["properties"]["n"]) for e in events] == [("u", 1), ("u", 2), ("v", 1)]
    assert sum(file.dropped for file in report.files) == 3


def test_the_ids_of_a_file_are_the_same_each_time_and_another_files_are_others(
    tmp_path: Path,
) -> None:
    text = "user,time,event\nu,2026-01-01,a\nu,2026-01-02,b\n"
    ids = []
    for name, content in (("a", text), ("b", text), ("c", text + "u,2026-01-03,c\n")):
        (tmp_path / name).mkdir()
        events, _ = bring(tmp_path / name, written(tmp_path / name, "x.csv", content))
        ids.append({e["event_id"] for e in events})
    assert ids[0] == ids[1]
    assert not ids[0] & ids[2]


def test_an_id_column_is_the_event_id(tmp_path: Path) -> None:
    path = written(
        tmp_path, "x.csv", "user,time,event,key\nu,2026-01-01,a,k-1\nu,2026-01-01,b,k-2\n"
    )
    events, _ = bring(tmp_path, path, id="key")
    assert [e["event_id"] for e in events] == ["k-1", "k-2"]
    assert "properties" not in events[0]


def test_a_page_address_is_split_and_its_campaign_and_click_id_are_read(tmp_path: Path) -> None:
    address = "https://Shop.example/a/b?utm_source=news%20letter&utm_campaign=M%C3%A4rz+26&gclid=Ab-1&x=1#top"
    path = written(
        tmp_path,
        "p.csv",
        f"visitor_id,time,page_url\nv,2026-01-01,{address}\nv,2026-01-02,/only/path?q=1\nv,2026-01-03,https://shop.example\n",
    )
    first, second, third = bring(tmp_path, path)[0]
    assert (first["host"], first["path"], first["name"]) == ("shop.example", "/a/b", "page_view")
    assert (first["utm_source"], first["utm_campaign"], first["click_id"]) == (
        "news letter",
        "März 26",
        "gclid:Ab-1",
    )
    assert (second["path"], second.get("host"), third["path"]) == ("/only/path", None, "/")


def test_columns_without_a_flag_become_typed_properties(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "p.csv",
        'who,t,e,n,zip,yes,empty,text\na,2026-01-01,x,1.50,01234,TRUE,,"say ""hi"""\nb,2026-01-01,x,-3,10115,false,,\n',
    )
    events, _ = bring(tmp_path, path, person="who", time="t", event="e")
    assert events[0]["properties"] == {"n": 1.5, "zip": "01234", "yes": True, "text": 'say "hi"'}
    assert events[1]["properties"] == {"n": -3, "zip": "10115", "yes": False}


def test_a_currency_column_has_its_own_digits_in_each_row(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "c.csv",
        "user,time,event,amount,cur\na,2026-01-01,p,12.34,EUR\na,2026-01-01,p,1234,jpy\na,2026-01-01,p,1.234,KWD\na,2026-01-01,p,5,XXQ\na,2026-01-01,p,5,\n",
    )
    events, report = bring(tmp_path, path, person="user", value="amount", currency="cur")
    assert [(e["value"], e["currency"]) for e in events] == [
        (1234, "EUR"),
        (1234, "JPY"),
        (1234, "KWD"),
    ]
    assert dict(report.files[0].rejected) == {"unknown currency": 1, "no currency": 1}


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=("Cs", "Cc"))
    | st.just("\n"),
    max_size=12,
)
CELLS = st.one_of(
    WORDS, st.sampled_from(['"', '""', "a,b", "a;b", '5" wide', "x\ny", " pad ", "\ufeff"])
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12),
    st.integers(1, 5),
    st.integers(3, 40),
    st.sampled_from(",;\t"),
)
def test_rows_are_cut_as_the_csv_module_reads_them(
    rows: list[list[str]], piece: int, block: int, mark: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    data = out.getvalue().encode()
    blocks = [data[at : at + block] for at in range(0, len(data), block)]
    found = list(csv_pieces(blocks, Dialect(mark, ("a", "b", "c")), piece))
    read = [
        row
        for part in found
        for row in csv.reader(io.StringIO(part.data.decode(), newline=""), delimiter=mark)
    ]
    assert read == rows
    assert all(len(part) == piece for part in found[:-1])
    assert not any(part.malformed for part in found)
    starts = {2}
    line = 2
    for row in rows:
        starts.add(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    assert {int(number) for part in found for number in part.lines} <= starts


MOMENTS = st.integers(100_000, 4_000_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 99),
            MOMENTS,
            st.sampled_from(["view", "Käufe", "a,b"]),
            st.none() | st.integers(0, 10**9),
            WORDS,
        ),
        min_size=1,
        max_size=9,
    )
)
def test_events_agree_with_a_naive_reading_of_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("twin")
    path = folder / "t.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["who", "when", "what", "cents", "note"])
        for who, when, what, cents, note in rows:
            amount = "" if cents is None else f"{cents // 100}.{cents % 100:02}"
            out.writerow([f"p{who}", when, what, amount, note])
    events, report = bring(
        folder,
        path,
        person="who",
        time="when",
        event="what",
        value="cents",
        currency="EUR",
        batch_rows=4,
    )
    assert report.rejected == 0
    twin = []
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cents = int(row["cents"].replace(".", "")) if row["cents"] else None
            twin.append((row["who"], row["when"], row["what"], cents))
    assert [(e["user_id"], e["occurred_at"], e["name"], e.get("value")) for e in events] == twin


@pytest.mark.parametrize(
    ("notes", "read"),
    [
        (['"C:\\"', '","'], ["C:\\", ","]),
        (['"say \\"hi\\", twice"', "plain"], ['say "hi", twice', "plain"]),
        (['"5\\""', '"6\\" wide"'], ['5"', '6" wide']),
    ],
)
def test_a_backslash_before_a_quote_escapes_it_only_where_nothing_else_makes_sense(
    tmp_path: Path, notes: list[str], read: list[str]
) -> None:
    path = tmp_path / "t.csv"
    lines = [f"p{place},2026-05-05 12:00,view,{note}" for place, note in enumerate(notes)]
    path.write_text("\n".join(["who,when,what,note", *lines, ""]))
    events, report = bring(tmp_path, path, person="who", time="when", event="what")
    assert report.rejected == 0
    assert [event["properties"]["note"] for event in events] == read
