"""Rate accounting: the limit that a request or socket message counts for, and its work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Scope

from auth.viewer import Viewer
from server.rate_limits.mutation_rate_limits import too_often
from server.rate_limits.rate_limit import RateLimits, ServerTime, Work, units
from server.requests.client_address import ClientAddresses
from settings import settings

# What counts a request: its name in the `RateLimit` header, its key, its units a minute.
Limit = tuple[str, str, int]
# A session has a twentieth of its account's units, once that has none left.
SESSION_SHARE = 20


class Accounting:
    """Counts the work of this process for API keys, accounts and addresses."""

    def __init__(self) -> None:
        self.addresses = ClientAddresses(settings().trusted_proxies)
        self.rate_limits, self.time = RateLimits(), ServerTime()
        self._client_requests = settings().client_requests
        self._account_requests = settings().account_requests

    def limit_of(self, client: str, viewer: Viewer) -> Limit:
        """The account's or key's limit before the address's."""
        # With a password alone one uses up nothing of the account's owner.
        if viewer.is_person:
            return "account", viewer.rate_limit_key, self._account_requests
        if viewer.key_id is not None:
            return "key", viewer.rate_limit_key, settings().key_requests
        return "client", client, self._client_requests

    def count(self, client: str, viewer: Viewer, now: float) -> tuple[Limit, int, int]:
        """Count a request: the limit, units left (below 0: refuse) and seconds until one is."""
        limit = self.limit_of(client, viewer)
        name, key, most = limit
        left, seconds = self.rate_limits.count(key, most, now) if most else (0, 0)
        if left < 0 and name == "account":
            limit = self._limit_of_session(viewer)
            left, seconds = self.rate_limits.count(limit[1], limit[2], now)
        return limit, left, seconds

    def _limit_of_session(self, viewer: Viewer) -> Limit:
        """A copied token leaves the owner's other sessions enough to end its own."""
        share = max(1, self._account_requests // SESSION_SHARE)
        return "session", f"session {viewer.session_id}", share

    def is_spent(self, client: str, now: float) -> bool:
        """Whether an address has used up its own limit."""
        return self.rate_limits.is_spent(client, self._client_requests, now)

    def more_units(
        self, limit: Limit, started_at: float, now: float, objects: int, size: int
    ) -> tuple[int, int] | None:
        """End the work begun at `started_at` and count it: units left and seconds until one is.

        None for the work of an ordinary request, which is counted when it begins.
        """
        more = units(objects, self.time.end(started_at), size) - 1
        _, key, most = limit
        if more and most:
            return self.rate_limits.count(key, most, now, more)
        return None

    def count_message(self, client: str, viewer: Viewer) -> None:
        """Count a socket message like a request. Raises Refused."""
        _, left, seconds = self.count(client, viewer, time.time())
        if left < 0:
            raise too_often(seconds)

    @contextmanager
    def work(self, client: str, viewer: Viewer) -> Iterator[Work]:
        """Count the work of a socket message; the caller sets its objects and size."""
        started_at, work = self.time.begin(), Work()
        try:
            yield work
        finally:
            limit, now = self.limit_of(client, viewer), time.time()
            name, key, most = limit
            if name == "account" and self.rate_limits.is_spent(key, most, now):
                limit = self._limit_of_session(viewer)
            self.more_units(limit, started_at, now, work.objects, work.size)

    def seconds_to_wait(self, scope: Scope) -> int:
        """Count a request of another route for its address; 0 if it may be answered."""
        most, peer = self._client_requests, scope.get("client")
        if not most or (peer and self.addresses.is_own(peer[0], scope["headers"])):
            return 0
        left, seconds = self.rate_limits.count(self.addresses.client(scope), most, time.time())
        return seconds if left < 0 else 0
