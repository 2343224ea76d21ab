"""GraphiQL for browsers, or a plain page until it is built."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from server.documents.response_cache import MIN_COMPRESSED_BYTES, compressed
from server.requests.negotiation import BROTLI, GZIP, IDENTITY, best_encoding
from settings import ROOT

CONSOLE = ROOT / "console"
BUILT = CONSOLE / "dist"
# Must be the `base` of console/vite.config.js.
MOUNTED_AT = "/graphql/console"

# At most the length of a file name.
_ASSET_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
# Compressed files that the build writes beside an asset (console/vite.config.js).
_SUFFIXES = {BROTLI: ".br", GZIP: ".gz"}
_INLINE = {tag: re.compile(rf"<{tag}>(.*?)</{tag}>", re.DOTALL) for tag in ("script", "style")}

# `connect-src` is the endpoint, `worker-src` the editor's workers; other hosts are never allowed.
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


def _policy(**sources: str) -> str:
    changed = _POLICY | {f"{kind}-src": allowed for kind, allowed in sources.items()}
    return "; ".join(f"{directive} {allowed}" for directive, allowed in changed.items())


# The editor (Monaco) uses inline styles, so only scripts can be limited to files and hashes.
_CONSOLE_POLICY = _policy(style="'self' 'unsafe-inline'")

# A worker has the policy it was sent with.
_ASSET_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


async def console_page(request: Request) -> Response:
    """The page at /graphql for browsers. A build made while the mart runs is served at once."""
    built = BUILT / "index.html"
    if built.is_file():
        return _page(request, built.read_text(encoding="utf-8"), _CONSOLE_POLICY)
    return _page(request, *_plain_page(CONSOLE / "fallback.html"))


def console_routes() -> list[BaseRoute]:
    """The files of the built console. Their names change with their content."""
    return [Route(f"{MOUNTED_AT}/assets/{{name}}", _asset, methods=["GET"])]


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    path = BUILT / "assets" / name
    if not _ASSET_NAME.fullmatch(name) or not path.is_file():
        raise HTTPException(404)
    packed = {each: path.with_name(f"{name}{suffix}") for each, suffix in _SUFFIXES.items()}
    offered = tuple(each for each, file in packed.items() if file.is_file())
    encoding = best_encoding(request.headers.get("accept-encoding", ""), offered)
    if encoding == IDENTITY:
        return FileResponse(path, headers=_ASSET_HEADERS, media_type=_media_type(path))
    return FileResponse(
        packed[encoding],
        headers=_ASSET_HEADERS | {"Content-Encoding": encoding},
        media_type=_media_type(path),
    )


def _media_type(path: Path) -> str:
    # The system's own table may differ.
    return {
        ".css": "text/css",
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
        ".ttf": "font/ttf",
        ".woff2": "font/woff2",
    }.get(path.suffix, "application/octet-stream")


@cache
def _plain_page(path: Path) -> tuple[str, str]:
    """The plain page and a policy for its own inline script and style only."""
    html = path.read_text(encoding="utf-8")
    return html, _policy(
        **{
            tag: " ".join(_hash(text) for text in found.findall(html))
            for tag, found in _INLINE.items()
        }
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _page(request: Request, html: str, policy: str) -> Response:
    body, encoding = html.encode(), IDENTITY
    if len(body) >= MIN_COMPRESSED_BYTES:
        encoding = best_encoding(request.headers.get("accept-encoding", ""))
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        # /graphql answers programs differently.
        "Vary": "Accept, Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if encoding != IDENTITY:
        headers["Content-Encoding"] = encoding
        body = compressed(body, encoding)
    return HTMLResponse(body, headers=headers)
