"""Errors as clients see them: coded, short, with nothing of the inside."""

import logging
from typing import Any

import asyncpg
from graphql import GraphQLError

from auth.security_log import SecurityEvent, security_event
from commerce.errors import BadInput, NotAllowed
from graph.errors import Code

log = logging.getLogger("odop.server")

MAX_MESSAGE_CHARACTERS = 300
SLOW = "The database took too long. Ask for less, or again later."
# A statement that the server stopped, and one that was stopped from here.
TOO_SLOW = (asyncpg.QueryCanceledError, TimeoutError)
FORBIDDEN = "This is not for you."
HIDDEN = "Something went wrong here, not with the request. Tell us the request id."


def shown(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """What the client is told. What it must not know goes to the log, under the request's id."""
    message, extensions = error.message, dict(error.extensions or {})
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        message, extensions = cause.message, {**dict(cause.extensions or {}), **extensions}
        cause = cause.original_error
    if isinstance(cause, BadInput):
        message = str(cause)
        extensions = {"code": Code.BAD_USER_INPUT.value, "argument": list(cause.path)}
    elif isinstance(cause, NotAllowed):
        message, extensions = FORBIDDEN, {"code": Code.FORBIDDEN.value}
    elif isinstance(cause, TOO_SLOW):
        message, extensions = SLOW, {"code": Code.TIMEOUT.value}
    elif "code" not in extensions:
        if cause is None:
            # Variables and arguments that do not fit their types, told by graphql-core itself.
            extensions = {"code": Code.BAD_USER_INPUT.value}
        else:
            log.error("request %s failed at %s", request_id, error.path, exc_info=cause)
            message, extensions = HIDDEN, {"code": Code.INTERNAL.value}
    _watch(extensions, request_id)
    found: dict[str, Any] = {"message": short(message)}
    if error.locations:
        found["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        found["path"] = list(error.path)
    found["extensions"] = {**extensions, "requestId": request_id}
    return found


# Errors by which probing is known.
WATCHED = {
    Code.UNAUTHENTICATED.value: SecurityEvent.NOT_ALLOWED,
    Code.FORBIDDEN.value: SecurityEvent.NOT_ALLOWED,
    Code.SECOND_FACTOR_REQUIRED.value: SecurityEvent.NOT_ALLOWED,
    Code.RATE_LIMITED.value: SecurityEvent.RATE_LIMITED,
    Code.COST_LIMIT.value: SecurityEvent.TOO_LARGE,
    Code.PAYLOAD_TOO_LARGE.value: SecurityEvent.TOO_LARGE,
    Code.DOCUMENT_NOT_TRUSTED.value: SecurityEvent.NOT_ALLOWED,
}


def _watch(extensions: dict[str, Any], request_id: str) -> None:
    code = str(extensions.get("code"))
    if (event := WATCHED.get(code)) is not None:
        security_event(event, code, request=request_id)


def short(message: str) -> str:
    return (
        message
        if len(message) <= MAX_MESSAGE_CHARACTERS
        else f"{message[: MAX_MESSAGE_CHARACTERS - 1]}…"
    )
