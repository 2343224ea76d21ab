"""Errors at the edge: each with a code, none with anything of the inside."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from graphql import GraphQLError, Node
from strawberry.utils.str_converters import to_camel_case

from commerce.core.texts.input_texts import Texts
from graph.error_texts import filled


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
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


def api_path(*path: str) -> list[str]:
    """The path of an input as clients write it: rules say `cart_id`, the API `cartId`."""
    return [to_camel_case(name) for name in path]


class TextsError(GraphQLError):
    """An error with texts in both languages; `message` is the English one."""

    def __init__(self, texts: Texts, **more: Any) -> None:
        super().__init__(texts[0], **more)
        self.texts = texts


class SeveralErrors(Exception):  # noqa: N818 - it says what there is
    """All errors of a request."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = tuple(errors)


def with_path(error: GraphQLError, node: Node) -> GraphQLError:
    """The same error at a place of the document."""
    if isinstance(error, TextsError):
        return TextsError(error.texts, nodes=node, extensions=error.extensions)
    return GraphQLError(error.message, node, extensions=error.extensions)


def coded_error(
    message: Texts | str, code: Code, argument: tuple[str, ...] = (), **more: object
) -> GraphQLError:
    """An error for the client; `argument` names the argument at fault.

    What a person may be shown is said in both languages (`graph.error_texts`).
    """
    extensions: dict[str, object] = {"code": code.value, **more}
    if argument:
        extensions["argument"] = list(argument)
    if isinstance(message, str):
        return GraphQLError(message, extensions=extensions)
    return TextsError(message, extensions=extensions)


def bad_input(texts: Texts, *argument: str, **facts: object) -> GraphQLError:
    """`facts` stand in the texts."""
    return coded_error(filled(texts, **facts) if facts else texts, Code.BAD_USER_INPUT, argument)
