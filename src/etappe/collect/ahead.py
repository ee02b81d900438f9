"""Ahead: lets a thread of its own make the next items of an iterator while the last one is used."""

import threading
from collections.abc import Iterator
from queue import Full, Queue
from typing import TypeVar

T = TypeVar("T")

_HELD = 2


class _End:
    """What the thread puts last."""


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items in the same order, at most a few ahead. An error is raised where its item would be.

    If the reader stops early, so does the thread, before this returns.
    """
    queue: Queue[T | _End] = Queue(_HELD)
    stopped = threading.Event()
    faults: list[BaseException] = []
    thread = threading.Thread(
        target=_produce, args=(items, queue, stopped, faults), name="import-mapping", daemon=True
    )
    thread.start()
    try:
        while not isinstance(item := queue.get(), _End):
            yield item
        if faults:
            raise faults[0]
    finally:
        stopped.set()
        thread.join()


def _produce(
    items: Iterator[T],
    queue: Queue[T | _End],
    stopped: threading.Event,
    faults: list[BaseException],
) -> None:
    try:
        for item in items:
            if not _put(item, queue, stopped):
                return
    except BaseException as error:
        faults.append(error)
    _put(_End(), queue, stopped)


def _put(item: T | _End, queue: Queue[T | _End], stopped: threading.Event) -> bool:
    while not stopped.is_set():
        try:
            queue.put(item, timeout=0.1)
            return True
        except Full:
            continue
    return False
