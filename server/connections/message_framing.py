"""How a request says where its body ends, beyond what the parser refuses (RFC 9112, 6)."""

CHUNKED = b"chunked"
REASONS = {
    "old": "HTTP/1.0 requests cannot have a Transfer-Encoding.",
    "last": "The last transfer coding must be chunked, and only once.",
    "other": "The only supported transfer coding is chunked.",
    "socket": "A WebSocket request cannot have a body.",
}


def framing_refusal(codings: bytes, version: str, *, is_for_socket: bool) -> tuple[int, str] | None:
    """Status and reason to refuse a Transfer-Encoding with; `codings` is all lines of it, joined.

    Whoever reads the end of a body otherwise than a proxy before it takes what is left for the
    next request. So that nothing is left to reading: `chunked` alone, and nothing else is guessed.
    """
    if version != "1.1":
        return 400, REASONS["old"]
    *others, last = (each.strip(b" \t").lower() for each in codings.split(b","))
    if last != CHUNKED or CHUNKED in others or not all(others):
        return 400, REASONS["last"]
    if others:
        return 501, REASONS["other"]
    return (400, REASONS["socket"]) if is_for_socket else None
