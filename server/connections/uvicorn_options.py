"""How uvicorn serves the mart."""

from functools import partial
from typing import Any

from server.connections.connections import Connections, allow_open_files
from server.connections.http_connection import HttpConnection
from server.connections.socket_connection import SocketConnection
from server.requests.request_bounds import MAX_MESSAGE_BYTES
from server.time_limits.timeouts import TIMEOUTS, Timeouts
from settings import settings

# Seconds that requests in progress have when the server stops.
GRACE_SECONDS = 5
# The variable with the process ID of the parent of a worker, which may have died.
PARENT = "ODOP_PARENT"
HSTS = ("strict-transport-security", "max-age=31536000")


def uvicorn_options(timeouts: Timeouts = TIMEOUTS) -> dict[str, Any]:
    """Arguments of `uvicorn.Config`, for a process that may open enough files."""
    current = settings()
    allow_open_files(current.process_connections)
    connections = Connections(
        current.process_connections,
        current.client_connections,
        current.trusted_proxies,
        timeouts,
    )
    return {
        "http": partial(HttpConnection, connections=connections),
        "ws": partial(SocketConnection, connections=connections),
        "timeout_keep_alive": timeouts.keep_alive_seconds,
        "ws_max_size": MAX_MESSAGE_BYTES,
        "ws_ping_interval": timeouts.socket_ping_seconds,
        "ws_ping_timeout": timeouts.socket_pong_seconds,
        # A compressed frame could be larger than 64 kB when it is unpacked.
        "ws_per_message_deflate": False,
        "loop": "uvloop",
        "server_header": False,
        "headers": [HSTS] if current.is_https else [],
        # Its lines go through our own handlers (server/logs.py).
        "log_config": None,
        "log_level": "warning",
        "access_log": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
