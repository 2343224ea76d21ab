"""The mart as an ASGI application: the endpoint, the other routes, the adapters in use."""

import asyncio

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from auth.rate_limits import check_settings as check_rate_limits
from commerce.catalogue.index.product_index import INDEX
from commerce.core.texts.language import Language
from graph.context import Context, Requester
from graph.schema import schema
from server.adapters import Adapters, adapters, gateway_adapter
from server.graphql_http.console import console_routes
from server.graphql_http.endpoint import Endpoint
from server.requests.bodies import BadBody, has_body, read_body, replayed
from server.routes.health import health_routes
from server.routes.media import media_routes
from server.routes.metrics import metrics_routes
from server.routes.schema_file import schema_route
from server.routes.webhooks import webhook_routes
from server.time_limits.timeouts import TIMEOUTS, Timeouts
from settings import settings

# Besides /graphql, the routes that count for the rate limit of the address.
COUNTED = frozenset({"/schema.graphql", "/readyz"})


class Mart:
    """The endpoint before everything else, then the other routes. It carries what they share."""

    def __init__(
        self, endpoint: Endpoint, others: Starlette, used: Adapters, timeouts: Timeouts
    ) -> None:
        self.endpoint, self.adapters = endpoint, used
        self._others, self._timeouts = others, timeouts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await self.endpoint(scope, receive, send)
        elif scope["type"] == "websocket" and scope["path"] == "/graphql":
            await self.endpoint.connect(scope, receive, send)
        elif (
            scope["type"] == "http"
            and scope["path"] in COUNTED
            and (seconds := self.endpoint.accounting.seconds_to_wait(scope))
        ):
            refused = PlainTextResponse(
                "Too many requests. Try again later.\n", 429, {"Retry-After": str(seconds)}
            )
            await refused(scope, receive, send)
        elif scope["type"] == "http" and not scope["path"].isprintable():
            # No route has a control or invisible character.
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif scope["type"] == "http" and has_body(scope):
            await self._with_body(scope, receive, send)
        else:
            await self._others(scope, receive, send)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request of another route, once its whole body has arrived."""
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
    used = adapters(current)

    def new_context(language: Language, requester: Requester) -> Context:
        return Context(used.images, language, requester, used.messages, used.gateway)

    endpoint = Endpoint(schema, new_context, timeouts)
    others = Starlette(
        routes=[
            *console_routes(),
            schema_route(),
            *media_routes(used.own_images),
            *health_routes(endpoint.probe, INDEX.is_starting),
            *metrics_routes(endpoint),
            *webhook_routes(lambda: used.gateway),
            *gateway_adapter(current).routes(),
        ],
        lifespan=lifespan,
    )
    return Mart(endpoint, others, used, timeouts)
