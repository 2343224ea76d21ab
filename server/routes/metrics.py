"""Numbers for those who watch the mart, in the text format of Prometheus.

Of this process alone: with several workers each answers with its own.
"""

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

# What a proxy of this machine says of those it asks for.
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
    """`/metrics`: how many operations a plan, the ordinary executor and a kept answer answered."""

    async def metrics(request: Request) -> Response:
        if not _may_read(request):
            return PlainTextResponse("Not Found", 404)
        counted = {
            "plan": endpoint.by_plan,
            "executor": endpoint.by_executor,
            "kept": endpoint.answers.hits,
        }
        lines = [
            f'odop_answers_total{{by="{by}",process="{os.getpid()}"}} {number}'
            for by, number in counted.items()
        ]
        lines += _counted(FALLBACKS, "odop_plan_fallbacks_total", endpoint.fallbacks.gave_up)
        lines += _counted(UNPLANNED, "odop_unplanned_total", endpoint.fallbacks.unplanned)
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
    """What the security log counted, each event by what it was about."""
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
    """How many connections and sockets there are, and how many were refused or cut off."""
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
    """Whoever has the token; without one set, a program of this machine that is no proxy."""
    token = settings().metrics_token
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
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
