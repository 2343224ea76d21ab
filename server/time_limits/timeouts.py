"""The timeouts of connections and requests; tests use shorter ones."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long the edge waits, in seconds, and for what. A timer ends with its purpose."""

    # Of a request, from its head to the end of its answer's making.
    request_seconds: float = 10.0
    # Of a connection: until its first head is whole, and each one after; until the whole request is
    # there, which the request's own time ends before; idle between two requests; until its client
    # has read what waits for it; and after a refusal, so that the refusal is heard.
    head_seconds: float = 10.0
    body_seconds: float = 15.0
    keep_alive_seconds: float = 30.0
    read_seconds: float = 30.0
    linger_seconds: float = 2.0
    # Of a socket, for `connection_init`.
    socket_init_seconds: float = 3.0
    # Seconds between pings of a socket, which also keep the path through a carrier's network open,
    # and until the pong.
    socket_ping_seconds: float = 20.0
    socket_pong_seconds: float = 20.0

    @classmethod
    def all_of(cls, seconds: float) -> "Timeouts":
        """Every timer the same; for tests that wait for longer than any of them."""
        return cls(**{each.name: seconds for each in fields(cls)})


TIMEOUTS = Timeouts()
