"""Uploads: files that come through the browser, in pieces, and what became of each. They lie in the shop's folder."""

import os
import re
import secrets
import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec

from etappe.app.upload import Upload, UploadState
from etappe.base.clock import now
from etappe.base.errors import BadInput, Busy, Conflict, EmptyFile, NotFound, StorageFault
from etappe.base.settings import Settings

_ID = re.compile(r"[0-9a-f]{16}")
_RESERVE = 256 * 2**20
_NAME_BYTES = 180


class Uploads:
    """The uploads of one shop. Files are readable by the server's user alone; nobody outside names a path."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._guard = threading.Lock()
        self._writing: set[str] = set()

    def all(self) -> list[Upload]:
        """Every upload that is kept, the newest first."""
        if not self._folder.is_dir():
            return []
        found = [self._read(path.name) for path in self._folder.iterdir()]
        return sorted(filter(None, found), key=lambda one: (one.created_at, one.id), reverse=True)

    def get(self, upload_id: str) -> Upload:
        """One upload, with how far it has come."""
        upload = self._read(upload_id) if _ID.fullmatch(upload_id) else None
        if upload is None:
            raise NotFound(
                f"There is no upload {upload_id!r}.",
                next_step="Choose the file again.",
                field="upload",
            )
        return upload

    def begin(self, name: str, size: int, modified: str) -> Upload:
        """Announce a file. One of the same name, size and date that is not whole yet goes on where it was.

        Raises BadInput for an empty or too large file, StorageFault if the disk has no room for it.
        """
        self._check(name, size)
        plain = file_name(name)
        with self._guard:
            for known in self.all():
                same = (known.name, known.size, known.modified) == (plain, size, modified)
                if same and known.state == "arriving":
                    return known
            upload = Upload(secrets.token_hex(8), plain, size, modified, now(), now())
            place = self.place(upload.id)
            with _storage(plain):
                (place / "file").mkdir(parents=True, mode=0o700)
                (place / "rejects").mkdir(mode=0o700)
                os.close(os.open(self.file(upload), os.O_CREAT | os.O_WRONLY, 0o600))
            self.keep(upload)
        return upload

    @contextmanager
    def writing(self, upload_id: str, offset: int) -> Iterator[tuple[int, int]]:
        """The file, open for a piece at `offset`, and how many bytes may still come.

        Raises Conflict if the file is not exactly so long, Busy while another piece of it arrives.
        """
        upload = self.get(upload_id)
        with self._guard:
            if upload_id in self._writing:
                raise Busy(f"{upload.name}: another piece is arriving.", next_step="Wait for it.")
            self._writing.add(upload_id)
        try:
            received = self.get(upload_id).received
            if upload.state != "arriving" or offset != received:
                raise Conflict(
                    f"offset: {offset} was sent, but {received} of {upload.size} bytes are here.",
                    next_step=f"Go on at {received}.",
                    field="offset",
                )
            with _storage(upload.name):
                handle = os.open(self.file(upload), os.O_WRONLY | os.O_APPEND)
            try:
                yield handle, upload.size - received
            finally:
                os.close(handle)
        finally:
            self._writing.discard(upload_id)

    def write(self, handle: int, piece: bytes) -> None:
        """Append bytes; StorageFault when the disk is full. What is written stays: the file goes on from there."""
        with _storage("The upload"):
            while piece:
                piece = piece[os.write(handle, piece) :]

    def keep(self, upload: Upload) -> None:
        """Remember what an upload is now."""
        path = self.place(upload.id) / "upload.json"
        upload = replace(upload, changed_at=now())
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        with _storage(upload.name):
            draft.write_bytes(msgspec.json.encode(upload))
            draft.chmod(0o600)
            draft.replace(path)

    def forget(self, upload_id: str) -> None:
        """Throw an upload away: its file, its rejects, everything."""
        shutil.rmtree(self.place(self.get(upload_id).id), ignore_errors=True)

    def drop_file(self, upload: Upload) -> None:
        """Throw away the bytes of a file that is in; the record and the rejects stay."""
        shutil.rmtree(self.place(upload.id) / "file", ignore_errors=True)

    def clear_old(self, busy: Collection[str]) -> None:
        """Throw away what nobody has touched for the set number of days, except what is `busy`."""
        limit = now() - timedelta(days=self._settings.upload_days)
        for upload in self.all():
            if upload.changed_at < limit and upload.id not in busy:
                self.forget(upload.id)

    def place(self, upload_id: str) -> Path:
        """The folder of one upload."""
        return self._folder / upload_id

    def file(self, upload: Upload) -> Path:
        """The uploaded file."""
        return self.place(upload.id) / "file" / upload.name

    def rejects(self, upload: Upload) -> list[Path]:
        """The files of rejected rows, in the order in which they were written."""
        return sorted((self.place(upload.id) / "rejects").glob("*.csv"))

    def _read(self, upload_id: str) -> Upload | None:
        try:
            text = (self.place(upload_id) / "upload.json").read_bytes()
            upload = msgspec.json.decode(text, type=Upload)
        except (OSError, msgspec.DecodeError):
            return None
        if upload.state != "arriving":
            return upload
        try:
            # The file's own length is the truth, also after a power cut.
            received = self.file(upload).stat().st_size
        except OSError:
            return None
        state: UploadState = "ready" if received >= upload.size else "arriving"
        return replace(upload, received=received, state=state)

    def _check(self, name: str, size: int) -> None:
        if size <= 0:
            raise EmptyFile(
                f"{name}: the file is empty.", next_step="Export it again.", field="size"
            )
        limit = self._settings.upload_mb * 2**20
        if size > limit:
            raise BadInput(
                f"{name}: {size / 2**20:,.0f} MiB is more than the {self._settings.upload_mb:,} MiB that may come in.",
                next_step="Bring it in with 'etappe import' on the server, or raise ETAPPE_UPLOAD_MB.",
                field="size",
            )
        room = shutil.disk_usage(self._folder.parent).free
        if room < size + _RESERVE:
            raise StorageFault(
                f"{name}: the disk has room for {room / 2**20:,.0f} MiB only.",
                next_step="Make room on the disk of the data directory.",
            )


def file_name(name: str) -> str:
    """A name that is safe as a file's: the last part of a path, of letters, digits and a few marks."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .()+-]", "_", last).strip(" .") or "file"
    plain = re.sub(r"^[-.]+", "_", plain)
    ending = re.search(r"(\.\w{1,8}){0,2}$", plain)
    kept = ending[0] if ending else ""
    stem = plain.removesuffix(kept).encode()[: _NAME_BYTES - len(kept)]
    return stem.decode(errors="ignore") + kept


@contextmanager
def _storage(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFault(
            f"{what}: could not be kept: {error.strerror}.",
            next_step="Make room on the disk of the data directory; then it goes on where it stopped.",
        ) from error
