"""The OpenAPI document, made to say exactly what the encoder sends."""

import tomllib
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_SENTENCES: dict[str, Any] = {
    "type": "object",
    "description": "The answer in one sentence, by language.",
    "properties": {"de": {"type": "string"}, "en": {"type": "string"}},
    "required": ["de", "en"],
}


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """Made once per application. Keys that Python cannot name ('from') get their real name."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            license_info=app.license_info,
            routes=app.routes,
        )
        for schema in document["components"]["schemas"].values():
            _mend(schema)
        _show_bodies(document["paths"])
        app.openapi_schema = document
    return app.openapi_schema


def _show_bodies(paths: dict[str, Any]) -> None:
    """Beside the schema of each body one that fits (data/bodies.toml), unless the code gives one."""
    text = files("etappe.api").joinpath("data", "bodies.toml").read_text("utf-8")
    for operation, body in tomllib.loads(text).items():
        method, path = operation.split(" ")
        described = paths[f"/api{path}"][method.lower()]
        described["requestBody"]["content"]["application/json"]["example"] = body


def _mend(schema: dict[str, Any]) -> None:
    if "prefixItems" in schema:
        _name_fields(schema)
    properties: dict[str, Any] = schema.get("properties", {})
    is_answer = "basis" in properties
    schema_properties = {name.removesuffix("_"): value for name, value in properties.items()}
    required = [name.removesuffix("_") for name in schema.get("required", [])]
    if is_answer:
        # Every field of an answer is always there, also those with a default in Python.
        schema_properties["sentences"] = _SENTENCES
        required = list(schema_properties)
    if properties:
        schema["properties"] = schema_properties
    if required:
        schema["required"] = required


def _name_fields(row: dict[str, Any]) -> None:
    """A named tuple is described as a list; the encoder sends its fields by name."""
    fields = {field["title"].lower().replace(" ", "_"): field for field in row.pop("prefixItems")}
    del row["minItems"], row["maxItems"]
    row.update(type="object", properties=fields, required=list(fields))
