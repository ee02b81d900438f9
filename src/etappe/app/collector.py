"""The collector of one open shop: what arrives is admitted, journaled, and drained into the events."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from etappe.app.live_board import LiveBoard
from etappe.app.privacy_gate import PrivacyGate
from etappe.base.clock import now
from etappe.base.errors import StorageFault
from etappe.base.settings import Settings
from etappe.collect.drain import Drain
from etappe.collect.into import Into
from etappe.collect.live.admission import From, Rules, admitted
from etappe.collect.live.country import country_of
from etappe.collect.live.daily import DailySalt
from etappe.collect.live.decoding import Fault
from etappe.collect.live.draft import Draft, packed
from etappe.collect.live.reasons import NO_CONSENT
from etappe.collect.live.tally import Tally
from etappe.collect.live.way import Surroundings
from etappe.collect.poison import Poison
from etappe.store.events import EventStore
from etappe.store.journal import Journal, JournalLimits
from etappe.store.journal.writer import Settle
from etappe.store.records import ShopRecords, TrackingSettings, WriteKey

SALT = "day.salt"
"""The file with the secret of today's keys, in the journal's folder."""
CLOSING_SECONDS = 20.0
"""So long a closing shop drains; the rest is drained when it is opened again."""
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class CollectorState:
    """How the collector of a shop is. `alarms` are codes: journal, drain, poison, damaged; empty when all is well.

    `waiting_bytes` are acknowledged and not yet in the events. `fault` says in words what the first alarm is about.
    """

    waiting_bytes: int
    alarms: tuple[str, ...]
    fault: str
    poisoned: int


@dataclass(frozen=True, slots=True)
class _Now:
    """What is looked up once a second."""

    until: float
    zone: ZoneInfo
    currency: str


class Collector:
    """Takes in what arrives for one shop. Safe to use from several threads."""

    def __init__(
        self,
        shop: str,
        folder: Path,
        events: EventStore,
        records: ShopRecords,
        gate: PrivacyGate,
        board: LiveBoard,
        settings: Settings,
    ) -> None:
        self._shop, self._records, self._gate, self._board = shop, records, gate, board
        self._orders_told = events.orders_told
        limits = JournalLimits(
            queue=settings.collector_queue_mb * _MIB, keep_free=settings.keep_free_mb * _MIB
        )
        self.tally = Tally(self.today)
        self._now = _Now(0, ZoneInfo("UTC"), "")
        self._journal = Journal.open(folder, drained=events.drained.position(), limits=limits)
        self._salt = DailySalt(folder / SALT)
        into = Into(events, self.tally, self._surroundings, board)
        self._drain = Drain(self._journal, into, Poison(folder / "poison"))

    def close(self) -> None:
        """Take no more, drain what is there (for a while), stop."""
        self._journal.close()
        self._drain.wait(CLOSING_SECONDS)
        self._drain.stop()

    def admit(self, drafts: Sequence[Draft], key: WriteKey, address: str) -> list[Draft]:
        """The drafts that may be kept, without what consent does not allow. The address is not kept anywhere."""
        tracking = self._records.tracking()
        sender = From(
            key.kind,
            country_of(address) if tracking.country and key.kind == "browser" else None,
            lambda agent: self._salt.key(self.today(), self._shop, address, agent),
            key.id,
        )
        rules = Rules(tracking.without_consent, tracking.consent_required)
        kept, refused = admitted(drafts, sender, rules)
        if refused:
            self.tally.count(NO_CONSENT, events=refused, key=key.id)
        return kept

    def put(self, drafts: Sequence[Draft], settle: Settle) -> None:
        """Queue drafts for the journal; `settle` is told when they are durable or why not.

        Raises Busy if too much waits or the disk hangs, StorageFault if the shop is being closed.
        """
        self._journal.put(packed(drafts), settle)

    def watch_faults(
        self, faults: Sequence[Fault], source: str, received_us: int, key_id: int
    ) -> None:
        """Show who watches what a sender was told is wrong."""
        self._board.refuse(faults, source, received_us, key_id)

    def tracking(self) -> TrackingSettings:
        """How the shop is tracked."""
        return self._records.tracking()

    def webhook_secret(self, key: WriteKey, system: str) -> bytes | None:
        """What webhooks of that platform must be signed with to be taken with the key; None: they need not be."""
        return self._records.webhook_secrets.get(key.id, system)

    def drained(self, seconds: float = 10) -> bool:
        """Wait until everything acknowledged by now is in the events; False if that took longer."""
        return self._drain.wait(seconds)

    def write_down(self) -> None:
        """Write the counts of what was refused now; else they are written within seconds."""
        self._drain.write_down()

    def purge(self, seconds: float = 30) -> None:
        """Drain everything and remove what is left of it on the disk, also what was set aside.

        For whoever must be forgotten. StorageFault if that takes longer.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._drain.wait(max(0.0, until - time.monotonic()))
            self._journal.roll()
            if self._journal.forget_all_before(self._drain.position):
                self._journal.forget_damaged()
                self._drain.poison.forget()
                return
            time.sleep(0.02)
        raise StorageFault(
            "What has arrived could not be taken in yet.",
            next_step="Look at `etappe doctor`, and try again.",
        )

    def state(self) -> CollectorState:
        """How it is, for health checks and the doctor."""
        journal, drain = self._journal, self._drain
        told = {
            "journal": journal.fault,
            "drain": drain.fault,
            "damaged": f"set aside: {journal.damaged[0].name}" if journal.damaged else "",
            "poison": f"set aside: {drain.poison.count} events" if drain.poison.count else "",
        }
        alarms = {code: text for code, text in told.items() if text}
        waiting = journal.waiting_bytes(drain.position)
        return CollectorState(
            waiting, tuple(alarms), next(iter(alarms.values()), ""), drain.poison.count
        )

    def today(self) -> date:
        """The shop's day."""
        return now().astimezone(self._looked_up().zone).date()

    def end_day(self) -> None:
        """Destroy the salt of a day that is over."""
        self._salt.destroy_before(self.today())

    def _surroundings(self) -> Surroundings:
        currency = self._looked_up().currency
        gate = self._gate
        return Surroundings(
            currency,
            gate.withheld,
            self._orders_told,
            lambda: gate.quiet,
        )

    def _looked_up(self) -> _Now:
        known = self._now
        if known.until < time.monotonic():
            settings = self._records.settings()
            currency = settings.currency if settings.currency_chosen else ""
            known = self._now = _Now(time.monotonic() + 1, ZoneInfo(settings.zone), currency)
        return known
