"""The files of a journal: `00000001.log` and so on, each a run of frames, in one folder."""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from etappe.base.errors import StorageFault
from etappe.store.journal.frames import Position, frames, length_at

_NAME = re.compile(r"(\d{8,})\.log")
_PIECE = 4 * 2**20


class Segments:
    """Finds, opens, reads, cuts and removes the segments of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with disk_errors(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def numbers(self) -> list[int]:
        """The segments that are there, rising."""
        found = (_NAME.fullmatch(path.name) for path in self.folder.iterdir())
        return sorted(int(match[1]) for match in found if match)

    def path(self, number: int) -> Path:
        """The file of a segment."""
        return self.folder / f"{number:08}.log"

    def begin(self, number: int) -> int:
        """Make a new segment, durable in its folder; returns its file descriptor for writing."""
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND
        descriptor = os.open(self.path(number), flags, 0o600)
        try:
            self.sync_folder()
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def sync_folder(self) -> None:
        """Make names that came or went durable."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def probe(self) -> None:
        """Write something and take it away again; OSError if the disk does not take it."""
        path = self.folder / "probe"
        with path.open("wb") as file:
            file.write(b"?" * 4096)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()

    def cut_torn_tail(self, number: int) -> int:
        """Cut what was being written when the process or machine stopped; returns the length that is left.

        Nothing of it was acknowledged: an answer is sent only after the whole group is on the disk. If whole frames
        follow, it is rather damage: a copy is set aside then.
        """
        path = self.path(number)
        good = 0
        while (piece := self._piece(number, good)) and (found := list(frames(piece))):
            good += found[-1][1]
        if path.stat().st_size > good:
            if self._goes_on_behind(number, good):
                shutil.copyfile(path, path.with_suffix(".damaged"))
            with path.open("r+b") as file:
                file.truncate(good)
                os.fsync(file.fileno())
        return good

    def read(self, number: int, offset: int, end: int | None) -> tuple[list[bytes], int]:
        """Payloads of a segment from `offset` on, about 4 MB of them, and where they end.

        `end` is where the durable part ends (None: with the file). An empty list says that no whole frame follows.
        """
        piece = self._piece(number, offset, end)
        found = list(frames(piece))
        return [payload for payload, _ in found], offset + (found[-1][1] if found else 0)

    def set_aside(self, number: int) -> Path:
        """Rename a segment in which a frame is damaged, so that it can be looked at and is not read again."""
        path = self.path(number)
        aside = path.with_suffix(".damaged")
        path.rename(aside)
        self.sync_folder()
        return aside

    def remove(self, numbers: Sequence[int]) -> None:
        """Take segments away that are drained."""
        for number in numbers:
            self.path(number).unlink(missing_ok=True)

    def size(self, number: int) -> int:
        """Bytes of the segment's file; 0 if it is not there."""
        try:
            return self.path(number).stat().st_size
        except FileNotFoundError:
            return 0

    def _goes_on_behind(self, number: int, bad: int) -> bool:
        """Whether a whole frame stands where the bad one says that it ends."""
        wanted = length_at(self._piece(number, bad), 0)
        return wanted is not None and any(frames(self._piece(number, bad + wanted)))

    def _piece(self, number: int, offset: int, end: int | None = None) -> bytes:
        """Bytes from `offset`: about 4 MB, and always at least the whole first frame if it is there."""
        with self.path(number).open("rb") as file:
            file.seek(offset)
            most = _PIECE if end is None else min(_PIECE, max(0, end - offset))
            piece = file.read(most)
            wanted = length_at(piece, 0)
            if wanted and wanted > len(piece):
                piece += file.read(wanted - len(piece))
            return piece


def start_of(segments: Segments, drained: Position) -> Position:
    """Where the next segment begins: behind all that are there and behind what was drained."""
    return Position(max([drained.segment, *segments.numbers()]) + 1, 0)


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn the disk's own errors into ours, with the next step."""
    try:
        yield
    except OSError as error:
        raise StorageFault(
            f"{folder}: the journal cannot be written ({error.strerror or error}).",
            next_step="Make room on that disk, or mend it. Senders are told to try again; nothing is lost.",
        ) from error
