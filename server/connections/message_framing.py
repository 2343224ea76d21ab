"""How a request marks the end of its body, beyond what the parser checks (RFC 9112, 6)."""

CHUNKED = b"chunked"
REASONS = {
    "old": "HTTP/1.0 requests cannot have a Transfer-Encoding.",
    "last": "The last transfer coding must be chunked, and only once.",
    "other": "The only supported transfer coding is chunked.",
    "socket": "A WebSocket request cannot have a body.",
}


def framing_refusal(codings: bytes, version: str, *, is_for_socket: bool) -> tuple[int, str] | None:
    """Status and reason to refuse a Transfer-Encoding; `codings` joins all of its lines.

    A server that sees another end of a body than the proxy before it takes the rest for the next
    request (request smuggling). So only plain `chunked` is accepted.
    """
    if version != "1.1":
        return 400, REASONS["old"]
    *others, last = (each.strip(b" \t").lower() for each in codings.split(b","))
    if last != CHUNKED or CHUNKED in others or not all(others):
        return 400, REASONS["last"]
    if others:
        return 501, REASONS["other"]
    return (400, REASONS["socket"]) if is_for_socket else None
