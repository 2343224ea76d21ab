"""When and why a WebSocket is closed."""

import asyncio

from server.graphql_ws.socket_messages import Closed


class SocketClosing:
    """The first reason to close a socket, and one timer that gives one later."""

    def __init__(self) -> None:
        self.reason: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()
        # First for `connection_init`, then for the token's expiry.
        self._timer: asyncio.TimerHandle | None = None

    def close(self, why: Closed) -> None:
        """Close the socket, unless there is a reason already."""
        if not self.reason.done():
            self.reason.set_result(why)

    def close_in(self, seconds: float, why: Closed) -> None:
        """Close it when the time is over, in the place of an earlier timer."""
        self.stop_timer()
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), self.close, why)

    def stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
