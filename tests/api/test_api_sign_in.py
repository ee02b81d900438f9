"""Whoever guesses passwords has to wait; whoever knows one, or got a new one, does not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.api_client import OWNER, TOKEN, client_of, small_house
from etappe.api.application import create
from etappe.app.house import House
from etappe.app.sign_in import PER_ADDRESS, PER_EMAIL, PER_VISITOR, SPAN, SignIns
from etappe.base.clock import frozen
from etappe.base.errors import TooManyTries
from etappe.store.records import User

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
EMAIL, PASSWORD = OWNER


class Book:
    """An installation without the costly hash: it knows one password and counts what it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def verify(self, email: str, password: str) -> User | None:
        self.asked += 1
        return User(email, "owner") if (email, password) == OWNER else None


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def sign_ins(book: Book) -> SignIns:
    return SignIns(book.verify)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = small_house(tmp_path)
    yield made
    made.close()


def guess(sign_ins: SignIns, times: int, email: str = EMAIL, address: str = "10.0.0.1") -> None:
    for number in range(times):
        assert sign_ins.verify(email, f"guess {number}", address) is None


def test_ten_wrong_tries_of_one_visitor_make_it_wait_until_the_first_is_old(
    sign_ins: SignIns, book: Book
) -> None:
    with frozen(NOON):
        guess(sign_ins, 1)
    with frozen(NOON + timedelta(minutes=5)):
        guess(sign_ins, PER_VISITOR - 1)
        with pytest.raises(TooManyTries) as caught:
            sign_ins.verify(EMAIL, PASSWORD, "10.0.0.1")
        assert caught.value.seconds == 10 * 60 + 1
        assert book.asked == PER_VISITOR, "no hash is worked out for who must wait"
        assert sign_ins.verify(EMAIL, PASSWORD, "10.0.0.2") is not None
    with frozen(NOON + SPAN):
        assert sign_ins.verify(EMAIL, PASSWORD, "10.0.0.1") is not None


def test_an_e_mail_is_one_however_it_is_written(sign_ins: SignIns) -> None:
    with frozen(NOON):
        guess(sign_ins, PER_VISITOR // 2, EMAIL.upper())
        guess(sign_ins, PER_VISITOR // 2, f" {EMAIL}")
        with pytest.raises(TooManyTries):
            sign_ins.verify(EMAIL, PASSWORD, "10.0.0.1")


def test_who_remembers_the_password_begins_anew(sign_ins: SignIns) -> None:
    with frozen(NOON):
        guess(sign_ins, PER_VISITOR - 1)
        assert sign_ins.verify(EMAIL, PASSWORD, "10.0.0.1") is not None
        guess(sign_ins, PER_VISITOR - 1)


def test_one_address_may_not_try_everybody(sign_ins: SignIns) -> None:
    with frozen(NOON):
        for number in range(PER_ADDRESS):
            guess(sign_ins, 1, f"{number}@shop.example")
        with pytest.raises(TooManyTries):
            sign_ins.verify(EMAIL, PASSWORD, "10.0.0.1")


def test_many_addresses_may_not_share_the_guessing(sign_ins: SignIns) -> None:
    with frozen(NOON):
        for number in range(PER_EMAIL):
            guess(sign_ins, 1, address=f"10.0.1.{number}")
        with pytest.raises(TooManyTries):
            sign_ins.verify(EMAIL, PASSWORD, "10.0.2.1")
        sign_ins.forgive(EMAIL)
        assert sign_ins.verify(EMAIL, PASSWORD, "10.0.2.1") is not None


def test_what_is_remembered_is_bounded(
    sign_ins: SignIns, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etappe.app.sign_in._MOST", 30)
    with frozen(NOON):
        for number in range(100):
            guess(sign_ins, 1, f"{number}@shop.example", f"10.0.3.{number}")
    assert len(sign_ins._wrong) == 30


def test_the_door_says_429_when_to_come_again_and_what_helps(house: House) -> None:
    client, wrong = client_of(house), {"email": EMAIL, "password": "falsch"}
    right = {"email": EMAIL, "password": PASSWORD}
    for _ in range(PER_VISITOR):
        house.sign_ins._count(("testclient", EMAIL))
    answer = client.post("/api/session", json=wrong, headers={"Accept-Language": "de"})
    assert answer.status_code == 429
    assert answer.json()["code"] == "too_many_tries"
    assert answer.json()["detail"].startswith("Zu oft war das Passwort falsch.")
    assert 0 < int(answer.headers["retry-after"]) <= SPAN.total_seconds() + 1
    assert client.post("/api/session", json=right).status_code == 429
    elsewhere = TestClient(create(house, TOKEN), "http://shop.example", client=("10.0.0.9", 1))
    assert elsewhere.post("/api/session", json=right).status_code == 200
    owner = {"Authorization": f"Bearer {TOKEN}"}
    made = client.post(f"/api/users/{EMAIL}/password", headers=owner).json()["password"]
    assert client.post("/api/session", json={**right, "password": made}).status_code == 200
