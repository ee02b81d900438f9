"""The third door: the clock. Every background job stands in one table and runs in one thread."""

import logging
import threading
from collections.abc import Callable
from typing import NamedTuple

from etappe.app.house import House

log = logging.getLogger("etappe.jobs")


class Job(NamedTuple):
    """One background job: what it does and how often, in seconds."""

    name: str
    every: float
    run: Callable[[House], None]


JOBS: tuple[Job, ...] = (
    Job("close idle shops", 60, House.close_idle),
    Job("clear uploads", 3600, House.clear_uploads),
    Job("end days", 600, House.end_days),
    Job("compact journeys", 300, House.compact),
    Job("keep privacy", 60, House.keep_privacy),
)


class Clock:
    """Runs the jobs, one after the other, until it is stopped."""

    def __init__(self, house: House, jobs: tuple[Job, ...] = JOBS) -> None:
        self._house = house
        self._jobs = jobs
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        """Begin; the first run of each job is one interval away."""
        self._thread.start()

    def stop(self) -> None:
        """End after the job that is running."""
        self._stopped.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        waited = dict.fromkeys((job.name for job in self._jobs), 0.0)
        step = min((job.every for job in self._jobs), default=60.0)
        while not self._stopped.wait(step):
            for job in self._jobs:
                waited[job.name] += step
                if waited[job.name] >= job.every:
                    waited[job.name] = 0.0
                    self._do(job)

    def _do(self, job: Job) -> None:
        try:
            job.run(self._house)
        except Exception:  # a job that failed must not stop the others
            log.exception("The job %r failed.", job.name)
