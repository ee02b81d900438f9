"""The part of EventStore that knows accounts."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import numpy as np
from duckdb import DuckDBPyConnection as Connection
from numpy.typing import NDArray

from etappe.store.events import account_decisions
from etappe.store.events import accounts as told
from etappe.store.events.reading import read_words
from etappe.store.events.values import AccountDecision, NewAccountDecision
from etappe.store.events.writer import Writer


class AccountStore:
    """What an events file says of accounts: ids, keys that stood with them, domains, tellings, staff."""

    _reader: Callable[[], AbstractContextManager[Connection]]
    _writer: Writer

    def accounts(self) -> tuple[str, ...]:
        """Account ids as sent by code; code 0 is none."""
        with self._reader() as cursor:
            return read_words(cursor, "accounts")

    def number_accounts(self, words: Sequence[str]) -> dict[str, int]:
        """The codes of these account ids; ids that no event named yet get theirs now."""
        return self._writer.run(lambda connection: told.number_accounts(connection, words))

    def decide_accounts(self, new: NewAccountDecision) -> AccountDecision:
        """Keep what somebody decides about ids of companies. BadInput, NotFound or Conflict for what cannot be."""
        return self._writer.run(lambda connection: account_decisions.put(connection, new))

    def account_decisions(self) -> list[AccountDecision]:
        """All decisions about ids of companies, oldest first, each with the undo that takes it back."""
        with self._reader() as cursor:
            return account_decisions.read(cursor)

    def last_account_decision(self) -> int:
        """The number of the latest of them; 0 when there is none."""
        with self._reader() as cursor:
            return account_decisions.last(cursor)

    def account_keys(self) -> told.AccountKeys:
        """Which keys stood with which account in customers' events."""
        with self._reader() as cursor:
            return told.read_account_keys(cursor)

    def account_members(self, accounts: Sequence[int]) -> list[told.AccountMember]:
        """The keys that stood with one company, known by all these codes, and how."""
        with self._reader() as cursor:
            return told.read_account_members(cursor, accounts)

    def account_facts(self, names: Sequence[str]) -> list[told.AccountFact]:
        """What events of these names told of their accounts; by account, then time."""
        with self._reader() as cursor:
            return told.read_account_facts(cursor, names)

    def account_staff(self, accounts: Sequence[int], most: int) -> NDArray[np.int64]:
        """Arrival numbers of what staff did in the name of one company, known by all these codes: the latest so many,
        in order of time."""
        with self._reader() as cursor:
            return told.read_account_staff(cursor, accounts, most)

    def email_domains(self) -> told.EmailDomains:
        """The domains of the e-mail keys, as far as known; free mail left out."""
        with self._reader() as cursor:
            return told.read_email_domains(cursor)
