"""Messages of graphql-transport-ws, and the reasons for which a socket is closed."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from commerce.core.texts.input_texts import Texts
from commerce.core.texts.language import Language
from server.requests.http_request import GraphQLRequest, Refused, broken_text, request_of
from server.requests.json_input import BrokenText, NotJson, is_broken, parse_json
from server.requests.request_bounds import MAX_MESSAGE_BYTES

PROTOCOL = "graphql-transport-ws"
MAX_ID_CHARACTERS = 100
# A close frame has room for 125 bytes, two of them for its code.
MAX_REASON_BYTES = 123

# Close codes of the protocol and of RFC 6455.
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN = 4400, 4401, 4403
NO_SUBPROTOCOL, INIT_TIMEOUT, DUPLICATE_ID, TOO_MANY_INITS = 4406, 4408, 4409, 4429
INTERNAL, TOO_LARGE, TRY_LATER = 4500, 1009, 1013


class Closed(Exception):  # noqa: N818 - it says what happens
    """The socket has to be closed, for a reason that the client receives."""

    def __init__(self, code: int, text: Texts | str) -> None:
        super().__init__(text if isinstance(text, str) else text[0])
        self.code, self._text = code, text

    def reason(self, language: Language) -> str:
        """The reason cut to the size of a close frame; the protocol's own are in English."""
        text = self._text if isinstance(self._text, str) else self._text[language is Language.HI]
        return text.encode()[:MAX_REASON_BYTES].decode(errors="ignore")


class SocketLost(Exception):  # noqa: N818 - it says what happened
    """The client is gone, or the server stops: nothing can be sent."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a client. `payload` of a ping or a connection_init is an object or None."""

    type: str
    id: str = ""
    payload: dict[str, Any] | None = None
    request: GraphQLRequest | None = None
    # Why the request is refused without being read.
    error: GraphQLError | None = None


def message_of(text: str | None) -> Message:
    """Read a message. Raises Closed for anything outside the protocol."""
    if text is None:
        raise Closed(BAD_REQUEST, "Messages must be text, not binary.")
    if len(text) > MAX_MESSAGE_BYTES:
        raise Closed(TOO_LARGE, f"A message can have at most {MAX_MESSAGE_BYTES} bytes.")
    try:
        message = parse_json(text)
    except NotJson:
        raise Closed(BAD_REQUEST, "Messages must be JSON.") from None
    except BrokenText as broken:
        return _broken(broken.value)
    if not isinstance(message, dict):
        raise Closed(BAD_REQUEST, "A message must be a JSON object.")
    match message.get("type"):
        case "connection_init" | "ping" | "pong" as kind:
            return Message(kind, payload=_payload(message))
        case "subscribe":
            return Message("subscribe", _id(message), request=_request(message))
        case "complete":
            return Message("complete", _id(message))
        case _:
            raise Closed(BAD_REQUEST, "Unknown message type.")


def _broken(message: Any) -> Message:
    """A message with an invalid text: if it is in a request, only the request is refused."""
    is_request = isinstance(message, dict) and message.get("type") == "subscribe"
    if not is_request or is_broken(message.get("id")):
        raise Closed(BAD_REQUEST, "The message is not valid Unicode (unpaired surrogate).")
    return Message("subscribe", _id(message), error=broken_text(message.get("payload")).error)


def _payload(message: dict[str, Any]) -> dict[str, Any] | None:
    payload = message.get("payload")
    if payload is not None and not isinstance(payload, dict):
        raise Closed(BAD_REQUEST, f"The payload of {message['type']} must be an object or null.")
    return payload


def _id(message: dict[str, Any]) -> str:
    found = message.get("id")
    if not isinstance(found, str) or not 0 < len(found) <= MAX_ID_CHARACTERS:
        most = MAX_ID_CHARACTERS
        raise Closed(BAD_REQUEST, f"The message id must be a string of 1 to {most} characters.")
    return found


def _request(message: dict[str, Any]) -> GraphQLRequest:
    payload = message.get("payload")
    if not isinstance(payload, dict):
        raise Closed(BAD_REQUEST, "The payload of subscribe must be an object with a query.")
    try:
        return request_of(payload)
    except Refused as refused:
        raise Closed(BAD_REQUEST, refused.error.message) from None
