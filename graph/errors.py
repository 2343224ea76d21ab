"""Errors at the edge: each with a code, none with anything of the inside."""

from enum import StrEnum

from graphql import GraphQLError


class Code(StrEnum):
    """`extensions.code` of an error outside a payload. Programs act on it; texts may change."""

    PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    COST_LIMIT = "COST_LIMIT"
    OPERATION_UNRESOLVED = "OPERATION_RESOLUTION_FAILURE"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    BAD_REQUEST = "BAD_REQUEST"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    NOT_FOUND = "NOT_FOUND"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    SECOND_FACTOR_REQUIRED = "SECOND_FACTOR_REQUIRED"
    RATE_LIMITED = "RATE_LIMITED"
    PERSISTED_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
    SUBSCRIBE_AGAIN = "SUBSCRIBE_AGAIN"
    TIMEOUT = "TIMEOUT"
    INTERNAL = "INTERNAL"


def coded(message: str, code: Code, argument: tuple[str, ...] = ()) -> GraphQLError:
    """An error for the client; `argument` names the argument at fault."""
    extensions: dict[str, object] = {"code": code.value}
    if argument:
        extensions["argument"] = list(argument)
    return GraphQLError(message, extensions=extensions)


def bad_input(message: str, *argument: str) -> GraphQLError:
    return coded(message, Code.BAD_USER_INPUT, argument)
