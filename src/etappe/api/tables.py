"""GET /api/shops/{shop}/tables/{analysis}.csv and .xlsx."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from etappe.analysis.errors import unknown
from etappe.analysis.tables import tables_of
from etappe.analysis.tables_csv import to_csv
from etappe.analysis.tables_xlsx import to_xlsx
from etappe.api.access import TheShop
from etappe.api.answers import PROBLEMS
from etappe.app.shop import Shop
from etappe.base.errors import BadInput
from etappe.base.messages import Language

router = APIRouter(tags=["questions"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN = ("language", "table")
Analysis = Annotated[str, Path(description="flow, funnel, paths, stages, kpis, …")]
InLanguage = Annotated[
    Literal["de", "en"] | None, Query(description="Of labels and numbers; default: the shop's own.")
]


@router.get("/shops/{shop}/tables/{analysis}.csv", responses=PROBLEMS, response_class=Response)
def get_table_csv(
    shop: TheShop,
    analysis: Analysis,
    request: Request,
    language: InLanguage = None,
    table: Annotated[str, Query(description="Which of its tables; default: the first.")] = "",
) -> Response:
    """One table of an answer as CSV. Takes the parameters of the analysis too."""
    answer = _answer(shop, analysis, request)
    found = {one.key: one for one in tables_of(answer)}
    chosen = table or next(iter(found), "")
    if chosen not in found:
        raise unknown("table", chosen, tuple(found))
    content = to_csv(answer, found[chosen], _language(shop, language))
    return _file(content, f"{analysis}-{chosen}.csv", "text/csv; charset=utf-8")


@router.get("/shops/{shop}/tables/{analysis}.xlsx", responses=PROBLEMS, response_class=Response)
def get_tables_xlsx(
    shop: TheShop, analysis: Analysis, request: Request, language: InLanguage = None
) -> Response:
    """All tables of an answer as a workbook. Takes the parameters of the analysis too."""
    answer = _answer(shop, analysis, request)
    content = to_xlsx(answer, tables_of(answer), _language(shop, language))
    return _file(content, f"{analysis}.xlsx", XLSX)


def _answer(shop: Shop, analysis: str, request: Request) -> Any:
    if analysis == "events":
        raise BadInput(
            "analysis: events tells of single persons, and no file that leaves the house does.",
            next_step="Ask GET /api/shops/{shop}/events.",
            field="analysis",
        )
    params: dict[str, Any] = {}
    for name in request.query_params:
        given = request.query_params.getlist(name)
        if name not in OWN:
            params[name] = given[0] if len(given) == 1 else given
    return shop.ask(analysis, params)


def _language(shop: Shop, language: Language | None) -> Language:
    if language is not None:
        return language
    return "en" if shop.records.settings().language == "en" else "de"


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
