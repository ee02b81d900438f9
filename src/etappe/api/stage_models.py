"""/api/shops/{shop}/stage-models: shipped and own models of stages."""

from typing import Any

from fastapi import APIRouter, Body, Response

from etappe.api.access import Editor, TheShop
from etappe.api.answers import PROBLEMS, answer
from etappe.app import vocabulary
from etappe.events.words import StageModel

router = APIRouter(tags=["words"], responses=PROBLEMS)


@router.get("/shops/{shop}/stage-models", response_model=list[StageModel])
def list_models(shop: TheShop) -> Response:
    """Every stage model with its stages and tables touchpoint → stage."""
    return answer(vocabulary.models(shop))


@router.put("/shops/{shop}/stage-models/{key}", response_model=StageModel)
def put_model(
    shop: TheShop,
    key: str,
    caller: Editor,
    model: dict[str, Any] = Body(  # noqa: B008 (FastAPI's way to say where a value comes from)
        examples=[
            {"name": "Mein Modell", "stage_names": ["Entdecken", "Kaufen"], "based_on": "aida"}
        ]
    ),
) -> Response:
    """Create an own model (`name`, `stage_names`, `based_on`, `loop`) or change one field by field."""
    return answer(vocabulary.put_model(shop, key, model, caller.email))


@router.delete("/shops/{shop}/stage-models/{key}", status_code=204)
def delete_model(shop: TheShop, key: str, caller: Editor) -> Response:
    """Take an own model away; a changed shipped one goes back to how it ships."""
    vocabulary.delete_model(shop, key, caller.email)
    return Response(status_code=204)
