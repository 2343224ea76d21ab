"""Public responses that need not be made: cached ones, and those another request is making."""

from graph.plan import MAX_VARIABLES_BYTES
from server.documents.preparation import PreparedRequest
from server.documents.response_cache import (
    MAX_FLIGHTS,
    Answer,
    Flights,
    ResponseCache,
    ResponseKey,
)
from server.graphql_http.exchange import Exchange
from server.rate_limits.rate_limit import ServerTime
from settings import settings


class PublicResponses:
    """The cache of public responses, and the requests that wait for one under way."""

    def __init__(self, time: ServerTime) -> None:
        self.cache, self.flights = ResponseCache(settings().answer_bytes), Flights()
        self._time = time

    async def find(
        self, exchange: Exchange, prepared: PreparedRequest, form: bytes
    ) -> Answer | None:
        """The response; None if this request has to make it. `form` is the variables as JSON."""
        version = self.cache.version()
        if version is None or len(form) > MAX_VARIABLES_BYTES:
            return None
        key: ResponseKey = (prepared.operation.identity, form, prepared.language)
        exchange.cache_slot = version, key
        return self.cache.get(key) or await self._of_another(exchange)

    def keep(self, exchange: Exchange, answer: Answer) -> None:
        """Cache the response and give it to those that wait for it."""
        if exchange.cache_slot is not None:
            version, key = exchange.cache_slot
            self.cache.keep(key, answer, version, len(key[1]))
            self.land(exchange, answer)

    def land(self, exchange: Exchange, answer: Answer | None = None) -> None:
        """End the wait of the others, who get `answer` or make their own."""
        if exchange.is_awaited:
            assert exchange.cache_slot is not None
            self.flights.end(exchange.cache_slot, answer)
            exchange.is_awaited = False

    async def _of_another(self, exchange: Exchange) -> Answer | None:
        """The response another request is making; None if this one has to make it.

        The version of the data is part of the key, so that a change begins another flight. Waiting
        costs the client no more than a cached response, and ends with the request's time.
        """
        assert exchange.cache_slot is not None
        for _ in range(MAX_FLIGHTS):
            if self.flights.begin(exchange.cache_slot):
                exchange.is_awaited = True
                return None
            spent = self._time.end(exchange.started_at or 0.0) / 1e3
            exchange.started_at = None
            answer = await self.flights.wait(exchange.cache_slot)
            exchange.started_at = self._time.begin() - spent
            if answer is not None:
                self.cache.hits += 1
                return answer
        return None
