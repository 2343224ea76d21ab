"""The requester, by token or API key, with the cookies that mutations read."""

from auth.security_log import SecurityEvent, security_event
from auth.viewer import ANONYMOUS, Viewer
from graph.access import is_sign_in_mutation
from graph.context import Requester
from graph.error_texts import TOKEN_ENDED
from graph.errors import Code
from server.documents.preparation import PreparedRequest
from server.graphql_http.exchange import Exchange
from server.rate_limits.accounting import Accounting
from server.rate_limits.mutation_rate_limits import Sender, count_writes
from server.requests.credentials import (
    Bearer,
    bearer_of,
    device_id_of,
    device_of,
    refresh_token_of,
)
from server.requests.http_request import Refused


class Authentication:
    """Authenticates the requests of this process."""

    def __init__(self, bearer: Bearer, accounting: Accounting) -> None:
        self._bearer, self._accounting = bearer, accounting

    async def counted_viewer(self, exchange: Exchange) -> Viewer:
        """The viewer whose limit counts a signed request, before its body is read.

        A bad token counts for the address, which may try no more once its own limit is spent.
        """
        header = exchange.head.raw(b"authorization") or b""
        viewer = self._bearer.cached(header, exchange.now)
        if viewer is None:
            token = bearer_of(header.decode("latin-1")) or ""
            is_spent = self._accounting.is_spent(exchange.client, exchange.now)
            if not is_spent or self._bearer.is_cached(token):
                viewer = await self._viewer(exchange, token)
        return viewer or ANONYMOUS

    async def requester(self, exchange: Exchange, prepared: PreparedRequest) -> Requester:
        """The requester of an operation that is private or signed; mutations are counted for it.

        Raises Refused: 401 for a bad token, 429 for too many tries.
        """
        head, operation = exchange.head, prepared.operation
        is_public = operation.cache_seconds is not None
        header = head.raw(b"authorization")
        if header is not None and operation.is_query:
            viewer = self._bearer.cached(header, exchange.now)
            if viewer is not None:
                device = "" if is_public else device_of(head)
                return Requester(viewer, exchange.request_id, exchange.client, device)
        return await self._looked_up(exchange, prepared)

    async def _looked_up(self, exchange: Exchange, prepared: PreparedRequest) -> Requester:
        head, operation = exchange.head, prepared.operation
        fields = operation.roots if operation.is_mutation else ()
        viewer = await self._signed_in(exchange, fields)
        device = device_of(head)
        if not fields:
            return Requester(viewer, exchange.request_id, exchange.client, device)
        token, device_id = refresh_token_of(head), device_id_of(head)
        sender = Sender(exchange.client, viewer, prepared.request, device_id, token)
        return Requester(
            viewer,
            exchange.request_id,
            exchange.client,
            device,
            token,
            device_id,
            counts=await count_writes(fields, sender),
        )

    async def _signed_in(self, exchange: Exchange, mutations: tuple[str, ...]) -> Viewer:
        """Raises Refused for a bad token, except where signing in accepts an old one."""
        token = bearer_of(exchange.head.header(b"authorization"))
        if token is None:
            return ANONYMOUS
        if mutations:
            # Reading the body may have taken long.
            exchange.viewer = None
        viewer = await self._viewer(exchange, token)
        if viewer is not None:
            return viewer
        if mutations and all(is_sign_in_mutation(field) for field in mutations):
            return ANONYMOUS
        security_event(SecurityEvent.BAD_TOKEN, request=exchange.request_id)
        raise Refused(
            401,
            Code.UNAUTHENTICATED,
            TOKEN_ENDED,
            {"www-authenticate": 'Bearer error="invalid_token"'},
        )

    async def _viewer(self, exchange: Exchange, token: str) -> Viewer | None:
        """The viewer of a token, looked up once a request; None if the token is invalid."""
        if exchange.viewer is None:
            found = await self._bearer.viewer(token)
            exchange.viewer = (found[0] if found is not None else None,)
        return exchange.viewer[0]
