"""/api/backup: a copy of the shops while they are in use, for the command line of the machine itself."""

from pathlib import Path

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import LocalOwner, TheHouse
from etappe.api.answers import PROBLEMS
from etappe.app.backup import Backup, back_up

router = APIRouter(tags=["backup"], responses=PROBLEMS)


class BackupPlace(BaseModel):
    """Where the copy goes, and of which shop."""

    model_config = ConfigDict(extra="forbid")

    to: str = Field(
        description="The absolute path of a folder that does not exist yet, on the server's machine."
    )
    shop: str = Field("", description="One shop alone; without it all shops and the users.")


@router.put("/backup")
def make_backup(_: LocalOwner, house: TheHouse, place: BackupPlace) -> Backup:
    """Copy all shops and the users, or one shop. It alone may name paths: only this machine's command line."""
    return back_up(house, Path(place.to), place.shop)
