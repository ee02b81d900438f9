"""Errors as RFC 9457 problems: every refusal names the field, the value and the next step."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from etappe.base.errors import EtappeError, TooManyTries
from etappe.base.messages import Language
from etappe.base.refusals import in_language

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What every error answer looks like (RFC 9457, with the next step beside)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next_step: str = ""
    field: str = ""


def install(app: FastAPI) -> None:
    """Turn every error of `app` into a problem."""
    app.add_exception_handler(EtappeError, _named)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _http)


def answer(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The HTTP answer that carries `problem`."""
    body = msgspec.json.encode(problem.model_dump())
    return Response(body, problem.status, headers, MEDIA_TYPE)


def _problem(status: int, detail: str, code: str, next_step: str = "", field: str = "") -> Problem:
    return Problem(
        type=f"urn:etappe:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
        next_step=next_step,
        field=field,
    )


def language_of(request: Request) -> Language:
    """The language that the asker reads refusals in: German if it is named first, else English."""
    return "de" if request.headers.get("Accept-Language", "").lower().startswith("de") else "en"


InLanguage = Annotated[Language, Depends(language_of)]
"""The asker's language, for answers that hold words of the program beside figures."""


async def _named(request: Request, error: Exception) -> Response:
    assert isinstance(error, EtappeError)
    language = language_of(request)
    detail, next_step = (in_language(text, language) for text in (error.message, error.next_step))
    headers = {}
    if isinstance(error, TooManyTries):
        headers = {"Retry-After": str(error.seconds)}
    elif error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers = {"Retry-After": "5"}
    return answer(_problem(error.status, detail, error.code, next_step, error.field), headers)


async def _unfit(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    given = "" if first.get("type") == "missing" else f" (given: {str(first.get('input'))[:80]!r})"
    return answer(
        _problem(
            422,
            f"{field}: {first['msg']}{given}",
            "unfit_request",
            "The parameters are in /api/openapi.json.",
            field,
        )
    )


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "not_found" if error.status_code == HTTPStatus.NOT_FOUND else "http"
    return answer(_problem(error.status_code, str(error.detail), code), dict(error.headers or {}))
