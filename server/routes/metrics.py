"""Metrics in the text format of Prometheus, of this process only."""

import hmac
import os
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from auth.security_log import COUNTS
from commerce.core.rate_limits import message_limits
from server.connections import connections
from server.graphql_http.endpoint import Endpoint
from server.graphql_ws.socket_limits import SocketLimits
from server.requests.client_address import parsed
from settings import settings

# Headers that a proxy on this machine adds.
FORWARDING = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
KIND = "text/plain; version=0.0.4; charset=utf-8"
HEAD = (
    "# HELP odop_answers_total Operations answered, by source.",
    "# TYPE odop_answers_total counter",
)

SUPPRESSED = (
    "# HELP odop_messages_held_back_total Messages not sent because of the mart's limit.",
    "# TYPE odop_messages_held_back_total counter",
)


FALLBACKS = (
    "# HELP odop_plan_fallbacks_total Plans that fell back to the ordinary executor.",
    "# TYPE odop_plan_fallbacks_total counter",
)
SECURITY = (
    "# HELP odop_security_events_total Events of the security log.",
    "# TYPE odop_security_events_total counter",
)
UNPLANNED = (
    "# HELP odop_unplanned_total Queries without a plan, answered by the ordinary executor.",
    "# TYPE odop_unplanned_total counter",
)


def metrics_routes(endpoint: Endpoint) -> list[BaseRoute]:
    """`/metrics`: operations by how they were answered, fallbacks, connections, security events."""

    execution = endpoint.execution

    async def metrics(request: Request) -> Response:
        if not _may_read(request):
            return PlainTextResponse("Not Found", 404)
        counted = {
            "plan": execution.by_plan,
            "executor": execution.by_executor,
            "kept": endpoint.responses.cache.hits,
        }
        lines = [
            f'odop_answers_total{{by="{by}",process="{os.getpid()}"}} {number}'
            for by, number in counted.items()
        ]
        lines += _counted(FALLBACKS, "odop_plan_fallbacks_total", execution.fallbacks.gave_up)
        lines += _counted(UNPLANNED, "odop_unplanned_total", execution.fallbacks.unplanned)
        lines += [
            *SUPPRESSED,
            f'odop_messages_held_back_total{{process="{os.getpid()}"}}'
            f" {message_limits.suppressed_count}",
        ]
        lines += connection_lines(endpoint.sockets.limits)
        lines += security_lines()
        return PlainTextResponse(
            "\n".join([*HEAD, *lines, ""]),
            media_type=KIND,
            headers={"Cache-Control": "no-store"},
        )

    return [Route("/metrics", metrics, methods=["GET"])]


def security_lines() -> list[str]:
    """Events of the security log by kind and action."""
    process = os.getpid()
    return [
        *SECURITY,
        *(
            f'odop_security_events_total{{event="{event}",action="{action}",process="{process}"}}'
            f" {number}"
            for (event, action), number in COUNTS.items()
        ),
    ]


def connection_lines(sockets: SocketLimits) -> list[str]:
    """Connections and sockets: open, refused, cut off."""
    every = list(connections.ALL)
    return [
        *_one("odop_connections", "gauge", "Open connections.", sum(c.open for c in every)),
        *_one(
            "odop_connections_refused_total",
            "counter",
            "Connections over a limit.",
            sum(c.refused for c in every),
        ),
        *_one(
            "odop_connections_cut_off_total",
            "counter",
            "Connections that took too long to send or to read.",
            sum(c.cut_off for c in every),
        ),
        *_one(
            "odop_sockets",
            "gauge",
            "Open WebSockets; they also count as connections.",
            sockets.open,
        ),
        *_one("odop_sockets_refused_total", "counter", "WebSockets over a limit.", sockets.refused),
    ]


def _one(name: str, kind: str, help_text: str, number: int) -> list[str]:
    return [
        f"# HELP {name} {help_text}",
        f"# TYPE {name} {kind}",
        f'{name}{{process="{os.getpid()}"}} {number}',
    ]


def _may_read(request: Request) -> bool:
    """Whether the request has the token, or if none is set, is of a program on this machine."""
    token = settings().metrics_token
    if token:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), token.encode())
    address = parsed(request.client.host) if request.client else None
    is_forwarded = any(name in request.headers for name in FORWARDING)
    return address is not None and address.is_loopback and not is_forwarded


def _counted(head: Sequence[str], name: str, counted: Mapping[Any, int]) -> list[str]:
    """A counter with the reason for its label."""
    process = os.getpid()
    return [
        *head,
        *(
            f'{name}{{reason="{reason.value}",process="{process}"}} {number}'
            for reason, number in counted.items()
        ),
    ]
