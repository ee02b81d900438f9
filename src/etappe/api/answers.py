"""Answers as HTTP: the bytes that the one encoder makes."""

from typing import Any

from fastapi import Response

from etappe.analysis.encode import encode
from etappe.api.problems import Problem

JSON = "application/json"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": text}
    for status, text in {
        400: "What was asked cannot be.",
        401: "Not signed in.",
        403: "Not allowed.",
        404: "No such thing.",
        422: "A parameter does not fit.",
    }.items()
}


def answer(value: Any) -> Response:
    """An Answer as JSON."""
    return Response(encode(value), media_type=JSON)
