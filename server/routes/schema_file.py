"""`/schema.graphql`: the schema as text, for clients that may also use introspection."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.documents.introspection import is_schema_public
from server.documents.response_cache import Answer
from server.requests.negotiation import IDENTITY, best_encoding, is_named
from settings import ROOT

HEADERS = {
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


def schema_route() -> Route:
    """Reads the file once and keeps it with its compressed forms."""
    schema: Answer | None = None

    async def schema_file(request: Request) -> Response:
        nonlocal schema
        if not is_schema_public():
            return Response("Sign in to read the schema.\n", 404)
        if schema is None:
            schema = Answer((ROOT / "schema.graphql").read_bytes(), "en")
        encoding = best_encoding(request.headers.get("accept-encoding", ""))
        tag = schema.tag(encoding)
        headers = HEADERS | {"ETag": tag}
        if is_named(tag, request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        if encoding != IDENTITY:
            headers["Content-Encoding"] = encoding
        return Response(schema.encoded(encoding), headers=headers, media_type="text/plain")

    return Route("/schema.graphql", schema_file, methods=["GET"])
