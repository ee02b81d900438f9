"""The UI: built files from the package; every other address is a page of it."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

STATIC = Path(__file__).parent / "static"
_MISSING = (
    "<!doctype html><title>Etappe</title><p>This Etappe was installed without its web UI "
    "(ETAPPE_SKIP_WEB=1). Install it again without that setting. The API is described at /api/openapi.json.</p>"
)
_FOREVER = "public, max-age=31536000, immutable"


def install(app: FastAPI) -> None:
    """Serve the UI below everything that the API answers."""

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(path: str, request: Request) -> Response:
        if path.startswith("api/"):
            raise HTTPException(404, f"There is no /{path}. See /api/openapi.json.")
        if not (STATIC / "index.html").is_file():
            return HTMLResponse(_MISSING, 503)
        file = (STATIC / path).resolve()
        if path and file.is_relative_to(STATIC.resolve()) and file.is_file():
            # Names below assets/ carry a hash of their content, so they never change.
            cache = _FOREVER if path.startswith("assets/") else "no-cache"
            return FileResponse(file, headers={"Cache-Control": cache})
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})
