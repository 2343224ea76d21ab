"""CORS (Fetch standard) for a list of sites."""

from collections.abc import Sequence

from server.requests.http_request import Head

Headers = list[tuple[bytes, bytes]]
DAY = b"86400"


class Origins:
    """The sites whose pages may send requests."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = frozenset(each.rstrip("/") for each in allowed)

    def admits(self, origin: str) -> bool:
        return origin in self._allowed

    def admits_socket(self, head: Head) -> bool:
        """Whether a listed site or our own may open a socket. Programs send no origin."""
        origin = head.header(b"origin")
        if not origin or self.admits(origin):
            return True
        return origin.partition("://")[2] == head.header(b"host")

    def headers(self, head: Head) -> Headers:
        """Headers of a response; none for sites that are not listed."""
        origin = head.header(b"origin")
        if not origin or not self.admits(origin):
            return []
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (
                b"access-control-expose-headers",
                b"x-request-id, x-client-request-id, retry-after, ratelimit, etag",
            ),
        ]

    def preflight(self, head: Head) -> Headers | None:
        """Headers of the response to a preflight; None if it is refused."""
        if head.method != "OPTIONS" or not head.header(b"access-control-request-method"):
            return None
        found = self.headers(head)
        if not found:
            return None
        return [
            *found,
            (b"access-control-allow-methods", b"GET, POST"),
            (
                b"access-control-allow-headers",
                b"accept, accept-language, authorization, content-type, x-request-id",
            ),
            (b"access-control-max-age", DAY),
        ]
