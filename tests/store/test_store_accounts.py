"""What the store keeps of accounts: keys that stood with them, domains of addresses, what events told."""

from pathlib import Path

import duckdb

from etappe.store.events import EventStore
from etappe.store.events.database import MIGRATIONS, migrate
from store.store_cast import MINUTE, NOON_US, batch, opened


def test_a_domain_is_kept_where_the_address_is_not(store: EventStore, tmp_path: Path) -> None:
    mails = ["Jutta@TSV-Ahornbach.example ", "pit@gmail.com", "nobody", None, "jutta@tsv-ahornbach.example"]  # fmt: skip
    store.append(batch(*({"event_id": f"a{at}", "email": mail} for at, mail in enumerate(mails))))
    store.append(batch({"event_id": "b", "email": "olaf@tsv-ahornbach.example."}))
    found = store.email_domains()
    words = [found.words[one] for one in found.domain.tolist()]
    assert words == ["tsv-ahornbach.example", "tsv-ahornbach.example"], "free mail tells nothing"
    assert len(set(found.key.tolist())) == 2
    store.close()
    assert b"jutta@" not in b"".join(one.read_bytes().lower() for one in tmp_path.rglob("*.duckdb"))


def test_keys_stand_with_an_account_from_the_first_to_the_last_event_of_customers(
    store: EventStore,
) -> None:
    named = {"user_id": "jutta", "account_id": "tsv"}
    store.append(
        batch(
            {"event_id": "late", "occurred_at": NOON_US, **named},
            {"event_id": "early", "occurred_at": NOON_US - MINUTE, **named},
            {"event_id": "nameless", "user_id": "pit"},
            {
                "event_id": "staff",
                "user_id": "beate",
                "account_id": "tsv",
                "staff": "Beate Vogt",
            },
        )
    )
    store.append(batch({"event_id": "later", "occurred_at": NOON_US + MINUTE, **named}))
    found = store.account_keys()
    assert found.key.tolist() == store.keys().find("jutta")
    assert (found.first_us.tolist(), found.last_us.tolist()) == (
        [NOON_US - MINUTE],
        [NOON_US + MINUTE],
    )


def test_an_account_that_no_event_named_gets_a_number_that_stays(store: EventStore) -> None:
    store.append(batch({"event_id": "a", "account_id": "tsv"}))
    assert store.number_accounts(["tsv", "linde", "linde"]) == {"tsv": 1, "linde": 2}
    store.append(
        batch({"event_id": "b", "account_id": "kiez"}, {"event_id": "c", "account_id": "linde"})
    )
    assert store.accounts() == ("", "tsv", "linde", "kiez")


def test_of_what_was_told_of_an_account_equal_tellings_are_one_the_latest(
    store: EventStore,
) -> None:
    told = ['{"name": "TSV"}', '{"name": "TSV 1908"}', '{"name": "TSV"}']
    store.append(
        batch(
            *({"name": "group", "account_id": "tsv", "properties": one} for one in told),
            {"account_id": "tsv", "properties": '{"x": 1}'},
        )
    )
    found = store.account_facts(("group",))
    assert [(one.account, one.properties, one.seq) for one in found] == [
        (1, '{"name": "TSV 1908"}', 2),
        (1, '{"name": "TSV"}', 3),
    ]


def test_a_file_of_before_gets_its_pairs_from_its_events(tmp_path: Path) -> None:
    full = opened(tmp_path)
    full.append(batch({"user_id": "jutta", "account_id": "tsv"}))
    full.close()
    (tmp_path / "old").mkdir()
    path = tmp_path / "old" / "events.duckdb"
    with duckdb.connect(str(path)) as old:
        migrate(old, path, MIGRATIONS.index("0005_accounts"))
        columns = ", ".join(row[0] for row in old.execute("DESCRIBE events").fetchall())
        old.execute(f"ATTACH '{tmp_path / 'events.duckdb'}' AS new (READ_ONLY)")
        old.execute(f"INSERT INTO events BY NAME SELECT {columns} FROM new.events")
    again = opened(tmp_path / "old")
    assert again.account_keys().account.tolist() == [1]
    again.close()
