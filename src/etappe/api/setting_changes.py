"""/api/shops/{shop}/settings/changes: who changed which setting, from what to what."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app.changes import MOST, PAGE
from etappe.app.setting_changes import SettingChanges, setting_changes

router = APIRouter(tags=["shops"], responses=PROBLEMS)


@router.get("/shops/{shop}/settings/changes", response_model=SettingChanges)
def list_setting_changes(
    shop: TheShop,
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    cursor: Annotated[str, Query(description="`next` of the page before.")] = "",
) -> Response:
    """Changes of tracking, consent, times, write keys and the shop's settings, the newest first."""
    return answer(setting_changes(shop, limit, cursor))
