"""The book of journeys: a shop's columns, built when first asked for and kept up with its events."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from etappe.events.words import Words
from etappe.identity.memberships import AccountRules, current_memberships
from etappe.journeys.assembly import Progress, silent
from etappe.journeys.background import Background, Stopped
from etappe.journeys.build import Arrays
from etappe.journeys.columns import AccountTraits, Columns
from etappe.journeys.dictionary import Dictionaries
from etappe.journeys.gather import Moment, gather
from etappe.journeys.lookups import Lookups
from etappe.journeys.manifest import (
    Manifest,
    members_mark,
    read_manifest,
    settings_mark,
)
from etappe.journeys.parts import Opened, further, read_parts, read_spans, sweep
from etappe.journeys.people import arrivals_of, person_of
from etappe.journeys.rebuild import Written, rebuild
from etappe.journeys.renew import is_behind, missing_share, renew, worth_a_delta
from etappe.journeys.settled import Settled, SettledWords
from etappe.journeys.source import Convert, EventSource, JourneySettings, ShopChoices, same_currency
from etappe.store.events.values import Core

T = TypeVar("T")

WAITS_UP_TO = 300_000
"""Up to so many events changed words are waited for: all is cut anew in about a second."""


class JourneyBook:
    """The journeys of one shop in one folder, which is a cache and may be deleted at any time.

    `words` and `settings` are asked at every look, so that what people edit counts from then on. `convert` and
    `rates` bring the shop's dated rates and a mark of their state, `traits` what conditions may ask of accounts. Safe to use from several threads: one builds, the
    others wait; who has columns keeps reading them, and `current` gives the last ones without waiting. Changed words
    or settings cut a shop of more than `waits_up_to` events anew in the background: the old columns answer meanwhile.
    """

    def __init__(
        self,
        folder: Path,
        store: EventSource,
        words: Callable[[], Words],
        settings: Callable[[], ShopChoices],
        *,
        convert: Convert = same_currency,
        rates: Callable[[], str] = str,
        accounts: Callable[[], AccountRules] = AccountRules,
        traits: Callable[[], AccountTraits] = AccountTraits,
    ) -> None:
        self.folder = folder
        self.max_delta_share = 0.05
        self.waits_up_to = WAITS_UP_TO
        self._store, self._words, self._settings = store, words, settings
        self._convert, self._rates, self._accounts = convert, rates, accounts
        self._traits = traits
        self._lock, self._settled = threading.RLock(), SettledWords()
        self._written: Written | None = None
        self._shards: list[Arrays] = []
        self._opened_shards: Opened = {}
        self._columns: Columns | None = None
        self._background: Background | None = None
        self._fault: Exception | None = None

    @property
    def current(self) -> Columns | None:
        """The columns as last cut, without a look at what is new; None before the first look."""
        return self._columns

    @property
    def rebuilding(self) -> float | None:
        """How much of a rebuild in the background is done (0 to 1); None while none runs."""
        running = self._background
        return running.share if running else None

    def columns(self, progress: Progress = silent, *, fresh: bool = False) -> Columns:
        """The columns of this moment; builds or refreshes them when events or words are newer.

        While changed words or settings cut a large shop anew, the old columns answer, as they are;
        with `fresh` the call waits. A rebuild that failed in the background raises its error once.
        """
        with self._locked(alone=fresh):
            if self._background and self._columns:
                return self._columns
            fault, self._fault = self._fault, None
            if fault:
                raise fault
            given, settings, most = self._words(), self._chosen(), self.max_delta_share
            written = self._written or self._opened(given, settings)
            fits = written is not None and self._fits(written.manifest, given, settings)
            if written and not fits and not fresh and self._columns:
                missing = missing_share(written.manifest, self._store)
                if self._store.last_seq() > self.waits_up_to and missing <= most:
                    self._background = self._begin(given, settings)
                    return self._columns
            if written and fits and not is_behind(written, self._store, settings):
                return self._show(written, given, settings)
            if written and fits and worth_a_delta(written, given, self._store, most):
                written = renew(self.folder, self._store, written, self._shards, settings)
            else:
                written = rebuild(self.folder, self._store, given, settings, progress)
            return self._show(written, given, settings)

    def settled(self, given: Words | None = None) -> Settled:
        """The words as people have them now (or these), guesses included: also while older columns answer."""
        with self._locked():
            self.columns()
            now = self.written.manifest
            return Settled.of(now, *self._settled.of(now, given or self._words()))

    def without(self, gone: Core) -> Columns:
        """The journeys without these touches, which were deleted from the store: who did them is cut again."""
        with self._locked(alone=True):
            given, settings, most = self._words(), self._chosen(), self.max_delta_share
            store, written = self._store, self._written or self._opened(given, settings)
            fits = written and self._fits(written.manifest, given, settings)
            if not (written and fits and worth_a_delta(written, given, store, most, gone)):
                return self.compact()
            written = renew(self.folder, store, written, self._shards, settings, gone)
            return self._show(written, given, settings)

    def compact(self, progress: Progress = silent) -> Columns:
        """Cut everything anew, so that no deltas are left."""
        with self._locked(alone=True):
            given, settings = self._words(), self._chosen()
            self.folder.mkdir(parents=True, exist_ok=True)
            written = rebuild(self.folder, self._store, given, settings, progress)
            return self._show(written, given, settings)

    def close(self) -> None:
        """End a rebuild in the background; the next look begins it again."""
        if running := self._background:
            running.stop()

    @property
    def delta_share(self) -> float:
        """The share of touches that lie in deltas; beyond `max_delta_share` all is cut anew."""
        touches = [part.touches for part in (self._written.manifest.parts if self._written else [])]
        return sum(touches[1:]) / max(1, sum(touches))

    @property
    def written(self) -> Written:
        """What the columns were read from, with who is who; looks first if nobody has."""
        if self._written is None:
            self.columns()
        assert self._written is not None
        return self._written

    def person_of(self, key: str) -> int | None:
        """The person behind any of their keys, or behind a person's own number; None if nobody is."""
        self.columns()
        return person_of(self._store, self.written.spans, key)

    def arrivals_of(self, person: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Arrival numbers and moments (µs) of all events of a person, those set aside too; by arrival."""
        return arrivals_of(self._store, self.written, person)

    def tried(self, trial: Callable[[EventSource, Written, JourneySettings], T]) -> T:
        """What a trial makes of the journeys as they are now (`journeys.trial`); nothing is kept."""
        with self._locked():
            self.columns()
            return trial(self._store, self.written, self._chosen())

    @contextmanager
    def _locked(self, *, alone: bool = False) -> Iterator[None]:
        """The lock of this book; `alone` waits until no rebuild runs in the background."""
        self._lock.acquire()
        while alone and self._background:
            running = self._background
            self._lock.release()
            running.join()
            self._lock.acquire()
        try:
            yield
        finally:
            self._lock.release()

    def _begin(self, given: Words, settings: JourneySettings) -> Background:
        """Cut everything anew in a thread of its own, and show it when it is done."""

        def work(progress: Progress) -> None:
            written = rebuild(self.folder, self._store, given, settings, progress)
            with self._lock:
                self._background = None
                self._show(written, given, settings)

        def failed(error: Exception) -> None:
            with self._lock:
                self._background = None
                self._fault = None if isinstance(error, Stopped) else error

        return Background(work, failed).start()

    def _chosen(self) -> JourneySettings:
        rates, accounts = self._rates(), self._accounts()
        return JourneySettings.chosen(self._settings(), self._convert, rates, accounts)

    def _opened(self, given: Words, settings: JourneySettings) -> Written | None:
        """What lies in the folder, if this version can read it and people still belong to the same accounts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        manifest = read_manifest(self.folder)
        if manifest is None:
            return None
        into = Dictionaries.of(manifest.events, manifest.touchpoints, manifest.channels)
        try:
            spans = read_spans(self.folder / manifest.spans).with_new_keys(manifest.keys)
            self._shards = read_parts(self.folder, manifest.parts, self._opened_shards)[0]
        except (FileNotFoundError, ValueError):
            return None  # the cache was damaged: build it again
        members = current_memberships(self._store, spans, settings.account_rules)
        if members_mark(members) != manifest.members:
            return None
        lookups = Lookups(self._settled.of(manifest, given)[0], into)
        return Written(manifest, spans, lookups, members, settings.account_rules)

    def _fits(self, manifest: Manifest, given: Words, settings: JourneySettings) -> bool:
        """Whether the columns were cut by these words and settings, and from this store."""
        return (
            manifest.settings == settings_mark(settings)
            and manifest.words == self._settled.of(manifest, given)[1]
            and manifest.seq <= self._store.last_seq()
        )

    def _show(self, written: Written, given: Words, settings: JourneySettings) -> Columns:
        """The columns of what is written; the same value as before when nothing changed."""
        manifest = written.manifest
        words = self._settled.of(manifest, given)[0]
        last = self._columns
        if last is None or self._written is None or self._written.manifest is not manifest:
            found = read_parts(self.folder, manifest.parts, self._opened_shards)
            self._shards, account_shards = found
            moment = Moment.of(manifest, written.lookups.into, words)
            kept_in = self.folder / further(manifest)
            last = gather(self._store, settings, moment, self._shards, account_shards, kept_in)
            sweep(self.folder, manifest)
            self._written, self._columns = written, last
        # By these the columns are only read: nothing is cut anew.
        self._columns = last.read_by(words, settings.zone, settings.main_rate, self._traits())
        return self._columns
