"""The address a client asks from, through proxies that are believed."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from auth.networks import HOUSEHOLD_BITS

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = "unknown"
# Proxies of one another that are believed.
MAX_HOPS = 10
_V4_WITH_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}")
_V6_IN_BRACKETS = re.compile(r"\[([0-9A-Fa-f:.%\w]+)\](?::\d{1,5})?")


class Networks:
    """Networks that are named in the settings."""

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
    """Reads `X-Forwarded-For` from the right, as far as proxies are believed."""

    def __init__(self, proxies: Sequence[str]) -> None:
        self._proxies = Networks(proxies)

    def of(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """An address; of IPv6 the network a household has."""
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
        """Whether this machine or a proxy that is believed asks, for nobody behind it."""
        if any(name == b"x-forwarded-for" for name, _ in headers):
            return False
        found = parsed(peer)
        return peer in self._proxies or (found is not None and found.is_loopback)


@lru_cache(10_000)
def parsed(text: str) -> Address | None:
    """An address, also with a port, in brackets or in quotes, as proxies write it."""
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
    """What a client is counted as: its IPv4 address, or its IPv6 network of 64 bits."""
    found = parsed(address)
    if found is None:
        return UNKNOWN
    if found.version == 4:
        return str(found)
    return str(ipaddress.IPv6Network((int(found), HOUSEHOLD_BITS), strict=False))
