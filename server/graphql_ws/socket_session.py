"""The viewer of a WebSocket, and whether the session or key is still valid."""

import asyncio
import logging
import time
from typing import Any

from auth.sessions.viewer_cache import VIEWER_CACHE
from auth.viewer import ANONYMOUS, Viewer
from graph.error_texts import (
    KEY_EXPIRED,
    SESSION_ENDED,
    SIGN_IN_TOO_SLOW,
    TOKEN_EXPIRED,
    TOKEN_INVALID,
)
from server.graphql_ws.socket_closing import SocketClosing
from server.graphql_ws.socket_messages import FORBIDDEN, TOO_MANY_INITS, TRY_LATER, Closed
from server.graphql_ws.socket_services import SocketServices
from server.requests.credentials import bearer_of

log = logging.getLogger("odop.server")


class SocketSession:
    """The viewer of `connection_init`'s access token or API key, until that expires."""

    def __init__(self, services: SocketServices, closing: SocketClosing) -> None:
        self._services, self._closing = services, closing
        self.viewer: Viewer = ANONYMOUS
        self._token: str | None = None
        self._counted_account: int | None = None
        self._checks: set[asyncio.Task[None]] = set()
        # Operations that end by themselves; the close of an ended session waits for them.
        self.final: set[asyncio.Task[None]] = set()

    async def begin(self, payload: dict[str, Any]) -> None:
        """Sign in by the payload of `connection_init`. Raises Closed."""
        if self._token is not None:
            raise Closed(TOO_MANY_INITS, "Too many initialisation requests")
        self._token = ""
        # From now on the socket waits for its client, not the other way round.
        self._closing.stop_timer()
        header = payload.get("authorization") or payload.get("Authorization")
        if header is not None:
            await self._sign_in(header)

    async def current(self) -> Viewer | None:
        """The viewer as it is now; None when the session has ended."""
        viewer = self.viewer
        if viewer.key_id is not None:
            found = await self._services.bearer.viewer(self._token or "")
            return found[0] if found else None
        if viewer.account_id is None or viewer.session_id is None:
            return viewer
        return await VIEWER_CACHE.person(viewer.account_id, viewer.session_id)

    def leave(self) -> set[asyncio.Task[None]]:
        """Stop counting and watching the viewer; checks that are still running."""
        self._services.viewers.remove(self.viewer, self._check)
        if self._counted_account is not None:
            self._services.limits.release_account(self._counted_account)
        return self._checks

    async def _sign_in(self, header: Any) -> None:
        token = (bearer_of(header) or "") if isinstance(header, str) else ""
        try:
            async with asyncio.timeout(self._services.timeouts.request_seconds):
                found = await self._services.bearer.viewer(token)
        except TimeoutError:
            raise Closed(TRY_LATER, SIGN_IN_TOO_SLOW) from None
        if found is None:
            raise Closed(FORBIDDEN, TOKEN_INVALID)
        self.viewer, ends = found
        self._token = token
        self._services.viewers.add(self.viewer, self._check)
        if self.viewer.account_id is not None and self.viewer.is_person:
            self._services.limits.acquire_account(self.viewer.account_id)
            self._counted_account = self.viewer.account_id
        if ends != float("inf"):
            expired = TOKEN_EXPIRED if self.viewer.key_id is None else KEY_EXPIRED
            self._closing.close_in(ends - time.time(), Closed(FORBIDDEN, expired))

    def _check(self) -> None:
        """Check the viewer in the background; the database has reported a change."""
        task = asyncio.create_task(self._close_if_ended())
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    async def _close_if_ended(self) -> None:
        try:
            viewer = await self.current()
        except Exception:
            # It is looked up again before anything else is answered.
            log.warning("the viewer of a socket could not be loaded", exc_info=True)
            return
        if viewer is None:
            await self.close(session_ended())

    async def close(self, why: Closed) -> None:
        """Close the socket of an ended session.

        The response to signing out, or the event of it, comes first.
        """
        if (task := asyncio.current_task()) is not None:
            # Two that end the socket do not wait for each other.
            self.final.discard(task)
        if self.final:
            await asyncio.wait(self.final, timeout=self._services.timeouts.request_seconds)
        self._closing.close(why)


def session_ended() -> Closed:
    return Closed(FORBIDDEN, SESSION_ENDED)
