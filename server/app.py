"""The mart put together: which routes there are and which adapters are in use."""

import asyncio
from functools import cache

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from auth.rate_limits import check_settings as check_rate_limits
from commerce.catalogue.index.product_index import INDEX
from commerce.core.ports import Messages
from commerce.core.texts.language import Language
from graph.context import Context, Requester
from graph.schema import schema
from integrations.payments.razorpay import Razorpay
from integrations.payments.sandbox.server import sandbox
from server.documents.introspection import is_schema_public
from server.documents.response_cache import Answer
from server.graphql_http.console import console_routes
from server.graphql_http.endpoint import Endpoint
from server.outbox import outbox
from server.payments import SANDBOX, payment_gateway
from server.rate_limits.timeouts import TIMEOUTS, Timeouts
from server.requests.bodies import BadBody, has_body, read_body, replayed
from server.requests.negotiation import IDENTITY, best_encoding, is_named
from server.routes.health import health_routes
from server.routes.media import image_urls, media_routes, own_images
from server.routes.metrics import metrics_routes
from server.routes.webhooks import webhook_routes
from settings import ROOT, settings

# Besides /graphql, what is counted for the address that asks.
COUNTED = frozenset({"/schema.graphql", "/readyz"})
SCHEMA_HEADERS = {
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


class Mart:
    """The mart as an ASGI application: the endpoint before everything else, then the routes."""

    def __init__(
        self,
        endpoint: Endpoint,
        others: Starlette,
        messages: Messages,
        gateway: Razorpay,
        timeouts: Timeouts,
    ) -> None:
        self.endpoint, self._others, self._timeouts = endpoint, others, timeouts
        self.messages, self.gateway = messages, gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await self.endpoint(scope, receive, send)
        elif scope["type"] == "websocket" and scope["path"] == "/graphql":
            await self.endpoint.connect(scope, receive, send)
        elif (
            scope["type"] == "http"
            and scope["path"] in COUNTED
            and (seconds := self.endpoint.refused_for(scope))
        ):
            refused = PlainTextResponse(
                "Too many requests. Try again later.\n", 429, {"Retry-After": str(seconds)}
            )
            await refused(scope, receive, send)
        elif scope["type"] == "http" and not scope["path"].isprintable():
            # None of our addresses has a control character, or a mark that nobody sees.
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif scope["type"] == "http" and has_body(scope):
            await self._with_body(scope, receive, send)
        else:
            await self._others(scope, receive, send)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request of another route, once its whole body is here."""
        length = Headers(scope=scope).get("content-length", "")
        try:
            async with asyncio.timeout(self._timeouts.request_seconds):
                body = await read_body(length, receive)
        except BadBody as bad:
            answer: ASGIApp = PlainTextResponse(bad.message, bad.status)
        except TimeoutError:
            answer = PlainTextResponse("The body did not arrive in time.", 408)
        else:
            answer, receive = self._others, replayed(body, receive)
        await answer(scope, receive, send)


def create_app(lifespan: Lifespan[Starlette] | None = None, timeouts: Timeouts = TIMEOUTS) -> Mart:
    """The mart over a database that is connected already, or that `lifespan` connects."""
    current = settings()
    check_rate_limits()
    own = own_images(current)
    images = image_urls(current, own)

    def new_context(language: Language, requester: Requester) -> Context:
        return Context(images, language, requester, mart.messages, mart.gateway)

    endpoint = Endpoint(schema, new_context, timeouts)
    others = Starlette(
        routes=[
            *console_routes(),
            Route("/schema.graphql", _schema_file, methods=["GET"]),
            *media_routes(own),
            *health_routes(endpoint.probe, INDEX.is_starting),
            *metrics_routes(endpoint),
            *webhook_routes(lambda: mart.gateway),
            *_sandbox_routes(),
        ],
        lifespan=lifespan,
    )
    mart = Mart(endpoint, others, outbox(current), payment_gateway(current), timeouts)
    return mart


def _sandbox_routes() -> list[BaseRoute]:
    """The gateway that takes no money, where no other is set up."""
    return [] if settings().razorpay_key_id else [Mount(SANDBOX, sandbox())]


async def _schema_file(request: Request) -> Response:
    """The schema as text, read and compressed once, for those who may also ask for it."""
    if not is_schema_public():
        return Response("Sign in to read the schema.\n", 404)
    answer = _schema()
    encoding = best_encoding(request.headers.get("accept-encoding", ""))
    headers = SCHEMA_HEADERS | {"ETag": answer.tag(encoding)}
    if is_named(answer.tag(encoding), request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if encoding != IDENTITY:
        headers["Content-Encoding"] = encoding
    return Response(answer.encoded(encoding), headers=headers, media_type="text/plain")


@cache
def _schema() -> Answer:
    return Answer((ROOT / "schema.graphql").read_bytes(), "en")
