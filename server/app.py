"""The mart put together: which routes there are and which adapters are in use."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from commerce.language import Language
from graph.context import Context
from graph.schema import schema
from server.console import console_routes
from server.endpoint import Endpoint
from server.health import health_routes
from server.media import image_urls, media_routes, own_images
from settings import ROOT, settings


def create_app() -> Starlette:
    """The mart over a database that is connected already."""
    current = settings()
    own = own_images(current)
    images = image_urls(current, own)

    def new_context(language: Language) -> Context:
        return Context(images=images, site_url=current.site, language=language)

    return Starlette(
        routes=[
            Route("/graphql", Endpoint(schema, new_context).respond, methods=["GET", "POST"]),
            *console_routes(),
            Route("/schema.graphql", _schema_file, methods=["GET"]),
            *media_routes(own),
            *health_routes(),
        ]
    )


async def _schema_file(request: Request) -> Response:
    return FileResponse(
        ROOT / "schema.graphql",
        media_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"},
    )
