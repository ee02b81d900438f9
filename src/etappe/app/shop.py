"""One open shop: its events, records, words and journeys, and the questions it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.analysis.accounts import AccountsQuestion, accounts
from etappe.analysis.catalog import ask, question_of
from etappe.analysis.events import Events, EventsQuestion, events
from etappe.analysis.kpis import KpisQuestion, kpis
from etappe.analysis.kpis_compared import KpisCompared, kpis_compared
from etappe.analysis.people import PeopleQuestion
from etappe.analysis.scope import Scope
from etappe.app.account_book import AccountBook
from etappe.app.collector import Collector
from etappe.app.live_board import LiveBoard
from etappe.app.live_persons import LivePersons
from etappe.app.people import PeopleBook
from etappe.app.privacy_gate import PrivacyGate
from etappe.app.rates import converter, state_of
from etappe.app.uploads import Uploads
from etappe.app.vault import ShopVault
from etappe.base.settings import Settings
from etappe.events.linking import coupon_channel
from etappe.events.overlay import overlay
from etappe.events.shipped import shipped_words
from etappe.events.words import Words
from etappe.journeys.book import JourneyBook
from etappe.journeys.columns import Columns
from etappe.journeys.settled import Settled
from etappe.maps.draw import MapQuestion, draw_map
from etappe.maps.value import JourneyMap
from etappe.store.events import EventStore
from etappe.store.events.hashing import Hashing
from etappe.store.forgotten import ForgetList
from etappe.store.records import ShopRecords


@dataclass(frozen=True, slots=True)
class ShopFiles:
    """Where one shop keeps what."""

    folder: Path

    @property
    def events(self) -> Path:
        """The DuckDB file."""
        return self.folder / "events.duckdb"

    @property
    def records(self) -> Path:
        """The SQLite file of what people edit."""
        return self.folder / "records.sqlite"

    @property
    def uploads(self) -> Path:
        """Files that came through the browser, each in a folder of its own."""
        return self.folder / "uploads"

    @property
    def forgotten(self) -> Path:
        """The forget list: beside the shops' folders, so that putting a shop in the place of another keeps it."""
        return self.folder.parent.parent / "forgotten" / f"{self.folder.name}.jsonl"

    @property
    def journal(self) -> Path:
        """What arrived and is not in the events yet."""
        return self.folder / "journal"

    @property
    def journeys(self) -> Path:
        """The cache of columns; may be deleted at any time."""
        return self.folder / "journeys"


class Shop:
    """One shop, open. All doors ask it; it is safe to use from several threads."""

    NEXT_SALT, NEXT_COUNTRY = "next salt", "next country"
    """What secret and country are called with which hashes are being made anew."""

    def __init__(self, name: str, folder: Path, settings: Settings) -> None:
        self.name = name
        self.files = ShopFiles(folder)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.records = ShopRecords.open(self.files.records, name)
        self.events = self._open_events(settings)
        if self.adopt_hashing():
            self.events.close()
            self.events = self._open_events(settings)
        self.accounts = AccountBook(self.events, self.records)
        self.book = JourneyBook(
            self.files.journeys,
            self.events,
            self.given_words,
            self.records.settings,
            convert=converter(self.records),
            rates=lambda: state_of(self.records),
            accounts=self.accounts.rules,
            traits=self.accounts.traits,
        )
        self.people = PeopleBook(self.events, self.book)
        self.forgotten = ForgetList(self.files.forgotten)
        self.privacy = PrivacyGate(
            self.forgotten, self.records.withdrawals, lambda: self.events.hashing
        )
        self.live = LiveBoard(self.events.rows)
        self.live_persons = LivePersons(self.live, self.people.behind)
        self.collector = Collector(
            name, self.files.journal, self.events, self.records, self.privacy, self.live, settings
        )
        self.uploads = Uploads(self.files.uploads, settings)
        self._words: tuple[int, Words] | None = None

    def _open_events(self, settings: Settings) -> EventStore:
        kept = self.records.settings()
        return EventStore.open(
            self.files.events,
            salt=kept.salt,
            country=kept.country,
            memory_mb=settings.memory_mb,
            threads=settings.threads,
            vault=ShopVault(self.records),
        )

    def adopt_hashing(self) -> bool:
        """Keep the next secret or country if the hashes are made with it, else let go of it; whether it counts now."""
        salt, country = map(self.records.secrets.get, (self.NEXT_SALT, self.NEXT_COUNTRY))
        if salt is None and country is None:
            return False
        kept = self.records.settings()
        told = kept.country if country is None else country.decode()
        settings = replace(kept, salt=salt or kept.salt, country=told)
        mark = Hashing(settings.salt, settings.country).mark
        adopted = self.events.private.hashing_mark() == mark
        if adopted:
            self.records.save_settings(settings, rehashed=True)
        for name in (self.NEXT_SALT, self.NEXT_COUNTRY):
            self.records.secrets.drop(name)
        return adopted

    def close(self) -> None:
        """Close the files. The shop must not be used afterwards."""
        self.collector.close()
        self.live_persons.close()
        self.book.close()
        self.events.close()
        self.records.close()

    def given_words(self) -> Words:
        """What ships, with this shop's own changes laid over it; guesses come with the columns."""
        version = self.records.version()
        if self._words is None or self._words[0] != version:
            given = overlay(shipped_words(), self.records.word_edits())
            made = [one for one in self.records.links.all() if one.code]
            codes = {one.code: coupon_channel(one.medium) for one in made}
            self._words = version, replace(given, codes=codes)
        return self._words[1]

    def settled(self) -> Settled:
        """The words as they count now, guesses included."""
        return self.book.settled()

    def columns(self) -> Columns:
        """The journeys as they are now. The first call after new events or words cuts them.

        Of a large shop the old journeys answer while changed words cut them anew.
        """
        return self.book.columns()

    def words(self) -> Words:
        """The words as edited by now, guesses included; never older than the last change."""
        return self.book.settled().words

    def compact(self) -> None:
        """Cut everything anew if too much lies in deltas."""
        if self.book.delta_share > self.book.max_delta_share:
            self.book.compact()

    def ask(self, name: str, params: Mapping[str, Any]) -> Any:
        """The Answer to the analysis `name`; BadInput names what does not fit."""
        question = question_of(name, params)
        if isinstance(question, EventsQuestion):
            return self._events(question)
        if isinstance(question, KpisQuestion):
            return kpis(self.columns(), question, self.events.advertising())
        if isinstance(question, PeopleQuestion):
            return self.people.ask(self.columns(), question)
        if isinstance(question, AccountsQuestion):
            columns = self.columns()
            return accounts(columns, question, self.accounts.names(self.book))
        return ask(self.columns(), question)

    def compare_kpis(self, params: Mapping[str, Any]) -> KpisCompared:
        """The KPIs beside those of the period before and of a year ago."""
        question = question_of("kpis", params)
        return kpis_compared(self.columns(), question, self.events.advertising())

    def _events(self, question: EventsQuestion) -> Events:
        book = self.book
        return events(self.columns(), question, book.person_of, self._rows, book.arrivals_of)

    def _rows(self, seqs: NDArray[np.int64]) -> Sequence[Mapping[str, Any]]:
        return self.events.rows(seqs)

    def draw(self, params: Mapping[str, Any]) -> JourneyMap:
        """The as-is map of this moment."""
        settings = self.records.settings()
        scope = Scope(
            **{("from_" if k == "from" else k): v for k, v in params.items() if k in SCOPE}
        )
        question = MapQuestion(
            scope=scope,
            language=params.get("language") or settings.language,
            loop=params.get("loop"),
            shop=settings.title,
        )
        return draw_map(self.columns(), question)


SCOPE = ("from", "to", "where", "conversion", "stages", "digital")
