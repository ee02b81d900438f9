"""Bringing uploads in: one import at a time, each in a process of its own, watched by a thread of this one."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from etappe.app.errands import Errand, Order
from etappe.app.intake import Intake
from etappe.app.shop import Shop
from etappe.app.upload import Progress, Upload, UploadProblem
from etappe.base.errors import Conflict, EtappeError, as_problem
from etappe.collect.inspection import Inspection
from etappe.collect.report import FileReport
from etappe.collect.wish import Wish, mapping_of

BATCH_ROWS = 250_000
"""Rows that go in at once; what a stop or a crash may cost is one such batch of work."""

log = logging.getLogger("etappe.imports")


class Run:
    """One import that is going on: its process and how far it is."""

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self.thread: threading.Thread | None = None
        self.progress = Progress()
        self._began: tuple[float, int] | None = None

    def tell(self, said: Mapping[str, Any]) -> None:
        """Take note of how far it is. The rate counts from the first batch: reading the file is not importing."""
        done, total = said["done"], said["total"]
        moment = time.monotonic()
        began = self._began or (moment, done)
        self._began = began
        seconds = moment - began[0]
        rate = (done - began[1]) / seconds if seconds > 0 and done > began[1] else None
        left = max(total - done, 0) / rate if rate and total is not None else None
        self.progress = Progress(done, total, said["rejected"], rate, left)


class Bringing:
    """Every import of an installation that runs now. `shop_of` opens a shop at need."""

    def __init__(self, shop_of: Callable[[str], Shop]) -> None:
        self._shop_of = shop_of
        self._runs: dict[tuple[str, str], Run] = {}
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    def view(self, shop: Shop, upload_id: str) -> Upload:
        """An upload as it is at this moment."""
        return self._now(shop, shop.uploads.get(upload_id))

    def views(self, shop: Shop) -> list[Upload]:
        """All uploads of a shop, the newest first."""
        return [self._now(shop, upload) for upload in shop.uploads.all()]

    def inspect(self, shop: Shop, upload_id: str, wish: Wish) -> Inspection:
        """Look at the file as `wish` says, in a process of its own. Raises BadInput for one that is none."""
        mapping_of(wish)
        upload = _whole(self.view(shop, upload_id))
        seen = Errand(_order("inspect", shop, upload, wish)).run(None, lambda _: None)
        return msgspec.convert(seen, Inspection)

    def start(self, shop: Shop, upload_id: str, wish: Wish | None) -> Upload:
        """Bring an upload in, or go on with it. Without a wish, as it was wished before.

        Raises Conflict if it runs already or is in, BadInput for a wish that cannot be.
        """
        upload = _whole(self.view(shop, upload_id))
        wish = wish or upload.wish or Wish()
        mapping_of(wish)
        if upload.wish != wish:
            for path in shop.uploads.rejects(upload):
                path.unlink()
        run = Run(Errand(_order("import", shop, upload, wish)))
        upload = replace(upload, state="running", wish=wish, problem=None, report=None)
        with self._guard:
            if (shop.name, upload_id) in self._runs:
                raise Conflict(f"{upload.name}: comes in already.", next_step="Wait for it.")
            self._runs[shop.name, upload_id] = run
        shop.uploads.keep(upload)
        run.thread = threading.Thread(
            target=self._run, args=(shop.name, upload, run), name=f"import-{upload_id}", daemon=True
        )
        run.thread.start()
        return self.view(shop, upload_id)

    def stop(self, shop: Shop, upload_id: str) -> Upload:
        """Stop an import. What is in stays, and it can go on."""
        run = self._runs.get((shop.name, upload_id))
        if run:
            run.errand.stop()
            if run.thread:
                run.thread.join(timeout=30)
        return self.view(shop, upload_id)

    def forget(self, shop: Shop, upload_id: str) -> None:
        """Throw an upload away, its import stopped first."""
        self.stop(shop, upload_id)
        shop.uploads.forget(upload_id)

    def busy(self, shop_name: str) -> list[str]:
        """The uploads of a shop that are coming in now."""
        return [upload_id for name, upload_id in list(self._runs) if name == shop_name]

    def stop_all(self) -> None:
        """End every import, for the server ends. They go on when they are started again."""
        for run in list(self._runs.values()):
            run.errand.stop()
        for run in list(self._runs.values()):
            if run.thread:
                run.thread.join(timeout=30)

    def _now(self, shop: Shop, upload: Upload) -> Upload:
        run = self._runs.get((shop.name, upload.id))
        if run:
            return replace(upload, state="running", progress=run.progress)
        # Nobody watches it: the server ended meanwhile.
        return replace(upload, state="stopped") if upload.state == "running" else upload

    def _run(self, shop_name: str, upload: Upload, run: Run) -> None:
        try:
            with self._turn:
                ended = self._brought_in(shop_name, upload, run)
        except Exception as error:  # nobody else hears of it: the thread is its own last reader
            log.exception("The import of %r failed.", upload.name)
            ended = _failed(upload, run, EtappeError(f"{upload.name}: {error}"))
        shop = self._shop_of(shop_name)
        shop.uploads.keep(ended)
        if ended.state == "finished":
            shop.uploads.drop_file(ended)
        with self._guard:
            self._runs.pop((shop_name, upload.id), None)

    def _told(self, shop_name: str, run: Run, said: Mapping[str, Any]) -> None:
        self._shop_of(shop_name)  # a shop that nobody asks for is closed after a while
        run.tell(said)

    def _brought_in(self, shop_name: str, upload: Upload, run: Run) -> Upload:
        assert upload.wish
        if run.errand.was_stopped():
            return replace(upload, state="stopped")
        try:
            intake = Intake(self._shop_of(shop_name), again=upload.wish.again)
            came = run.errand.run(intake, lambda said: self._told(shop_name, run, said))
            report = msgspec.convert(came, FileReport)
        except EtappeError as error:
            if run.errand.was_stopped():
                return replace(upload, state="stopped", progress=_still(run))
            return _failed(upload, run, error)
        return replace(upload, state="finished", report=report, progress=_still(run))


def _failed(upload: Upload, run: Run, error: EtappeError) -> Upload:
    problem = UploadProblem(**as_problem(error))
    return replace(upload, state="failed", problem=problem, progress=_still(run))


def _still(run: Run) -> Progress:
    done = max(run.progress.rows_done, run.errand.rows_done)
    return replace(run.progress, rows_done=done, rate=None, seconds_left=None)


def _whole(upload: Upload) -> Upload:
    if upload.state == "arriving":
        raise Conflict(
            f"{upload.name}: {upload.received:,} of {upload.size:,} bytes are here.",
            next_step="Send the rest first.",
            field="upload",
        )
    if upload.state == "finished":
        raise Conflict(f"{upload.name}: is in already.", next_step="Choose the file once more.")
    return upload


def _order(do: str, shop: Shop, upload: Upload, wish: Wish) -> Order:
    kept = shop.records.settings()
    currency = kept.currency if kept.currency_chosen else ""
    place = shop.uploads.place(upload.id)
    return Order(do, place, upload.name, wish, currency, kept.zone, BATCH_ROWS)
