"""/api/shops/{shop}/uploads: files from the browser, in pieces; how they are read; bringing them in."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from etappe.api.access import Editor, TheHouse, TheShop
from etappe.api.answers import PROBLEMS
from etappe.api.problems import InLanguage, Problem
from etappe.api.spoken import spoken_inspection, spoken_upload
from etappe.app.upload import Upload
from etappe.base.errors import BadInput
from etappe.collect.inspection import Inspection
from etappe.collect.wish import Wish

router = APIRouter(
    tags=["uploads"], responses={**PROBLEMS, 409: {"model": Problem, "description": "Not now."}}
)
MAX_PIECE_BYTES = 16 * 2**20
_WRITTEN_AT_ONCE = 2**20


class NewUpload(BaseModel):
    """A file that is about to come."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=1000)
    size: int = Field(description="Bytes.")
    modified: str = Field(
        "",
        max_length=40,
        description="The file's date: with name and size it finds what broke off.",
    )


class KnownImport(BaseModel):
    """An earlier import of the same file."""

    started_at: datetime
    finished_at: datetime | None
    same_mapping: bool
    rows_done: int


class UploadPreview(BaseModel):
    """How a file would be read, and whether it was in before."""

    seen: Inspection
    known: KnownImport | None


AWish = Annotated[Wish | None, Body(description="What was chosen; what is left out is guessed.")]


@router.get("/shops/{shop}/uploads")
def list_uploads(shop: TheShop, _: Editor, house: TheHouse, language: InLanguage) -> list[Upload]:
    """Every upload that is kept, the newest first, with what became of it."""
    return [spoken_upload(upload, language) for upload in house.bringing.views(shop)]


@router.post("/shops/{shop}/uploads", status_code=201)
def begin_upload(shop: TheShop, _: Editor, new: NewUpload) -> Upload:
    """Announce a file. If its transfer broke off before, that upload goes on: `received` says where."""
    return shop.uploads.begin(new.name, new.size, new.modified)


@router.get("/shops/{shop}/uploads/{upload_id}")
def get_upload(
    shop: TheShop, _: Editor, house: TheHouse, upload_id: str, language: InLanguage
) -> Upload:
    """How far an upload, or its import, is."""
    return spoken_upload(house.bringing.view(shop, upload_id), language)


@router.put("/shops/{shop}/uploads/{upload_id}/bytes/{offset}")
async def put_bytes(
    shop: TheShop, _: Editor, upload_id: str, offset: int, request: Request
) -> Upload:
    """A piece of the file (at most 16 MiB), from `offset` on. What arrives before a connection breaks is kept."""
    taken = 0
    with shop.uploads.writing(upload_id, offset) as (handle, room):
        held = bytearray()
        try:
            async for piece in request.stream():
                taken += len(piece)
                if taken > min(MAX_PIECE_BYTES, room):
                    raise _too_much(room)
                held += piece
                if len(held) >= _WRITTEN_AT_ONCE:
                    await run_in_threadpool(shop.uploads.write, handle, bytes(held))
                    held.clear()
        finally:
            shop.uploads.write(handle, bytes(held))
    return shop.uploads.get(upload_id)


@router.post("/shops/{shop}/uploads/{upload_id}/preview")
def preview_upload(
    shop: TheShop,
    _: Editor,
    house: TheHouse,
    upload_id: str,
    language: InLanguage,
    wish: AWish = None,
) -> UploadPreview:
    """How the file would be read: its columns and what they are taken for, its first rows, its first events."""
    seen = house.bringing.inspect(shop, upload_id, wish or Wish())
    same = [record for record in shop.events.imports() if record.digest == seen.digest]
    known = None
    if same:
        exact = [record for record in same if record.mapping == seen.mapping]
        record = (exact or same)[0]
        known = KnownImport(
            started_at=record.started_at,
            finished_at=record.finished_at,
            same_mapping=bool(exact),
            rows_done=record.rows_done,
        )
    return UploadPreview(seen=spoken_inspection(seen, language), known=known)


@router.post("/shops/{shop}/uploads/{upload_id}/import", status_code=202)
def start_import(
    shop: TheShop, _: Editor, house: TheHouse, upload_id: str, wish: AWish = None
) -> Upload:
    """Bring the file in as wished, or go on where it stopped. It goes on without the browser."""
    return house.bringing.start(shop, upload_id, wish)


@router.delete("/shops/{shop}/uploads/{upload_id}/import")
def stop_import(shop: TheShop, _: Editor, house: TheHouse, upload_id: str) -> Upload:
    """Stop bringing the file in. What is in stays, and it can go on."""
    return house.bringing.stop(shop, upload_id)


@router.delete("/shops/{shop}/uploads/{upload_id}", status_code=204)
def delete_upload(shop: TheShop, _: Editor, house: TheHouse, upload_id: str) -> Response:
    """Throw the uploaded file away. Events that are in stay."""
    house.bringing.forget(shop, upload_id)
    return Response(status_code=204)


@router.get("/shops/{shop}/uploads/{upload_id}/rejects.csv")
def get_rejects(shop: TheShop, _: Editor, upload_id: str) -> Response:
    """The rows that became no event, each with its line, the reason and its values."""
    upload = shop.uploads.get(upload_id)
    return StreamingResponse(
        _joined(shop.uploads.rejects(upload)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rejects-{upload.id}.csv"'},
    )


def _joined(files: list[Path]) -> Iterator[bytes]:
    """One table of several files with the same header."""
    for number, path in enumerate(files):
        with path.open("rb") as file:
            if number:
                file.readline()
            while block := file.read(_WRITTEN_AT_ONCE):
                yield block


def _too_much(room: int) -> BadInput:
    return BadInput(
        f"A piece may have at most {min(MAX_PIECE_BYTES, room):,} bytes here.",
        next_step="Send smaller pieces, and no more than the announced size.",
        field="size",
    )
