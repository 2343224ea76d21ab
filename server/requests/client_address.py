"""The address of a client, through trusted proxies."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from starlette.types import Scope

from auth.networks import HOUSEHOLD_BITS

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = "unknown"
# Trusted proxies in a row.
MAX_HOPS = 10
_V4_WITH_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}")
_V6_IN_BRACKETS = re.compile(r"\[([0-9A-Fa-f:.%\w]+)\](?::\d{1,5})?")


class Networks:
    """Networks of a setting."""

    def __init__(self, named: Sequence[str]) -> None:
        self._networks: list[Network] = [ipaddress.ip_network(each) for each in named]

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, address: str) -> bool:
        if not self._networks:
            return False
        found = parsed(address)
        return found is not None and any(found in network for network in self._networks)


class ClientAddresses:
    """Reads `X-Forwarded-For` from the right, as far as the proxies are trusted."""

    def __init__(self, proxies: Sequence[str]) -> None:
        self._proxies = Networks(proxies)

    def client(self, scope: Scope) -> str:
        """The address or network that a connection is counted for."""
        peer = scope.get("client")
        return self.of(peer[0] if peer else UNKNOWN, scope["headers"])

    def of(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """The client's IPv4 address, or its household's IPv6 network."""
        if self._proxies and peer in self._proxies:
            lines = [value for name, value in headers if name == b"x-forwarded-for"]
            forwarded = b",".join(lines).decode("latin-1")
            for each in reversed(forwarded.split(",")[-MAX_HOPS:]):
                if not (named := each.strip()):
                    break
                peer = named
                if named not in self._proxies:
                    break
        return household(peer)

    def is_own(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether the request is of this machine or a trusted proxy itself."""
        if any(name == b"x-forwarded-for" for name, _ in headers):
            return False
        found = parsed(peer)
        return peer in self._proxies or (found is not None and found.is_loopback)


@lru_cache(10_000)
def parsed(text: str) -> Address | None:
    """An address, also with a port, in brackets or in quotes, as proxies write them."""
    text = text.strip().strip('"').strip()
    if (form := _V4_WITH_PORT.fullmatch(text)) or (form := _V6_IN_BRACKETS.fullmatch(text)):
        text = form[1]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found


@lru_cache(10_000)
def household(address: str) -> str:
    """The name a client is counted by: its IPv4 address, or its /64 IPv6 network."""
    found = parsed(address)
    if found is None:
        return UNKNOWN
    if found.version == 4:
        return str(found)
    return str(ipaddress.IPv6Network((int(found), HOUSEHOLD_BITS), strict=False))
