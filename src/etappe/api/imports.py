"""/api/shops/{shop}/imports: batches that a command mapped, in the order of their rows."""

import os
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from etappe.api.access import Editor, TheHouse
from etappe.api.answers import PROBLEMS
from etappe.app.intake import Intake
from etappe.base.errors import BadInput, StorageFault
from etappe.store.events import AdvertisingDay, ImportRecord, ImportState, Receipt

router = APIRouter(tags=["imports"], responses=PROBLEMS)
MAX_BATCH_BYTES = 512 * 1024 * 1024


class ImportStart(BaseModel):
    """A file that is about to come in."""

    name: str = Field(max_length=1000)
    digest: str = Field(max_length=200, description="SHA-256 of the file.")
    mapping: str = Field(description="The mapping as text; with the digest it names the import.")
    rows: int | None = None
    again: bool = Field(False, description="Let the file in though it is in with another mapping.")


class Report(BaseModel):
    """What the command counted, as JSON text."""

    report: str


@router.get("/shops/{shop}/imports")
def list_imports(shop: str, _: Editor, house: TheHouse) -> list[ImportRecord]:
    """Everything that was imported."""
    return house.shop(shop).events.imports()


@router.post("/shops/{shop}/imports")
def begin_import(shop: str, _: Editor, house: TheHouse, start: ImportStart) -> ImportState:
    """Begin or go on; `rows_done` says from where. Creates the shop if there is none yet."""
    intake = Intake(house.shop(shop, create=True), again=start.again)
    return intake.begin(start.name, start.digest, start.mapping, start.rows)


@router.put("/shops/{shop}/imports/{import_id}/batches/{rows_done}")
async def put_batch(
    shop: str, import_id: int, rows_done: int, _: Editor, house: TheHouse, request: Request
) -> Receipt:
    """One Parquet file of mapped rows. Answered after it is durable."""
    intake = Intake(house.shop(shop))
    handle, name = tempfile.mkstemp(suffix=".parquet", dir=house.directory.root)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            await _receive(request, file)
        return await run_in_threadpool(intake.append, path, import_id, rows_done)
    finally:
        path.unlink(missing_ok=True)


async def _receive(request: Request, file: Any) -> None:
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MAX_BATCH_BYTES:
            raise BadInput(
                f"A batch may have at most {MAX_BATCH_BYTES // 2**20} MiB.",
                next_step="Send fewer rows at a time.",
            )
        try:
            file.write(piece)
        except OSError as error:
            raise StorageFault(
                f"The batch could not be kept: {error.strerror}.",
                next_step="Make room on the disk.",
            ) from error


@router.post("/shops/{shop}/imports/{import_id}/completion", status_code=204)
def finish_import(shop: str, import_id: int, _: Editor, house: TheHouse, body: Report) -> None:
    """The file is in."""
    Intake(house.shop(shop)).finish(import_id, body.report)


@router.put("/shops/{shop}/advertising")
def put_advertising(
    shop: str, _: Editor, house: TheHouse, rows: list[AdvertisingDay]
) -> dict[str, int]:
    """Advertising figures by day; a day that came before replaces itself."""
    kept = Intake(house.shop(shop, create=True)).put_advertising(rows)
    return {"rows": kept}
