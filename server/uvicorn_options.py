"""How uvicorn serves the mart."""

from typing import Any

from server.timeouts import TIMEOUTS, Timeouts

MAX_MESSAGE_BYTES = 64 * 1024
# How long requests in progress may take to end once we are asked to stop.
GRACE_SECONDS = 5


def uvicorn_options(timeouts: Timeouts = TIMEOUTS) -> dict[str, Any]:
    """Arguments of `uvicorn.Config`."""
    return {
        "http": "httptools",
        "ws": "websockets-sansio",
        "ws_max_size": MAX_MESSAGE_BYTES,
        "ws_ping_interval": timeouts.socket_ping_seconds,
        "ws_ping_timeout": timeouts.socket_pong_seconds,
        # A frame that grows when it is unpacked is no frame of 64 kB.
        "ws_per_message_deflate": False,
        "loop": "uvloop",
        "server_header": False,
        "log_level": "warning",
        "access_log": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
