"""Errors as clients see them: with a code, short, without internals."""

import logging
from collections.abc import Mapping
from typing import Any

import asyncpg
from graphql import GraphQLError

from auth.security_log import SecurityEvent, security_event
from commerce.core.errors import BadInput, FactorMissing, NotAllowed, NotSignedIn
from commerce.core.texts.input_texts import Texts
from commerce.core.texts.language import DEFAULT, Language
from database.pool.connection_errors import is_database_away
from graph.error_texts import (
    DATABASE_AWAY,
    DATABASE_TOO_SLOW,
    FAILED,
    NOT_ALLOWED,
    SECOND_FACTOR,
    SIGN_IN,
    in_hindi,
)
from graph.errors import Code, api_path
from graph.inputs.value_texts import DOES_NOT_FIT, input_fault, texts_of_value

log = logging.getLogger("odop.server")

MAX_MESSAGE_CHARACTERS = 300
# A client signs in, asks for a code, or gives up.
REFUSED: Mapping[type[NotAllowed], tuple[Texts, Code]] = {
    NotAllowed: (NOT_ALLOWED, Code.FORBIDDEN),
    NotSignedIn: (SIGN_IN, Code.UNAUTHENTICATED),
    FactorMissing: (SECOND_FACTOR, Code.SECOND_FACTOR_REQUIRED),
}
# A statement stopped by the server, and one stopped by us.
TOO_SLOW = (asyncpg.QueryCanceledError, TimeoutError)


def format_error(
    error: GraphQLError, request_id: str, language: Language = DEFAULT
) -> dict[str, Any]:
    """An error as sent. Internals go to the log, with the request's ID.

    The only place that chooses an error's language.
    """
    text: Texts | str = getattr(error, "texts", error.message)
    extensions, fault = dict(error.extensions or {}), input_fault(error.message)
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        text = getattr(cause, "texts", cause.message)
        extensions = {**dict(cause.extensions or {}), **extensions}
        cause = cause.original_error
    if isinstance(cause, BadInput):
        text = cause.texts
        extensions = {"code": Code.BAD_USER_INPUT.value, "argument": api_path(*cause.path)}
    elif isinstance(cause, NotAllowed):
        text, code = REFUSED[type(cause)]
        extensions = {"code": code.value}
    elif isinstance(cause, TOO_SLOW):
        text, extensions = DATABASE_TOO_SLOW, {"code": Code.TIMEOUT.value}
    elif is_database_away(cause):
        log.warning("request %s failed at %s: %r", request_id, error.path, cause)
        text, extensions = DATABASE_AWAY, {"code": Code.UNAVAILABLE.value}
    elif "code" not in extensions:
        if cause is None and (fault is not None or not error.path):
            # graphql-core's own error for a value of the wrong type.
            text = fault.texts if fault else texts_of_value(error.message) or DOES_NOT_FIT
            extensions = {"code": Code.BAD_USER_INPUT.value}
        else:
            log.error("request %s failed at %s", request_id, error.path, exc_info=cause or error)
            text, extensions = FAILED, {"code": Code.INTERNAL.value}
    _watch(extensions, request_id)
    message = in_language(text, str(extensions["code"]), language)
    if fault is not None and extensions["code"] == Code.BAD_USER_INPUT.value:
        message = f"{fault.place}: {message}"
        extensions |= fault.extensions
    found: dict[str, Any] = {"message": short(message)}
    if error.locations:
        found["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        found["path"] = list(error.path)
    found["extensions"] = {**extensions, "requestId": request_id}
    return found


def in_language(text: Texts | str, code: str, language: Language) -> str:
    """A text in a language; English-only ones get a Hindi explanation of their code."""
    if isinstance(text, str):
        return text if language is Language.EN else in_hindi(text, code)
    return text[language is Language.HI]


# Codes by which probing is recognised.
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
