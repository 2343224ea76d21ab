"""Problems with the list of trusted proxies."""

import ipaddress
from collections.abc import Iterator, Sequence

from settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# The widest networks of one owner: 10.0.0.0/8, and a provider's IPv6 allocation.
MIN_PROXY_PREFIX = {4: 8, 6: 29}
# The number of public IPv4 addresses that a provider's proxies may have.
MIN_PUBLIC_PROXY_PREFIX = 12
MAPPED_IPV4 = ipaddress.IPv6Network("::ffff:0:0/96")


def proxy_problems(current: Settings) -> Iterator[str]:
    if not current.trusted_proxies:
        yield (
            "ODOP_TRUSTED_PROXIES is not set. The mart needs a TLS proxy in front, and without the"
            " proxy's network all buyers count as one address for every limit. Set the network the"
            " proxy connects from, such as 10.0.3.0/24."
        )
    networks: list[Network] = []
    for each in current.trusted_proxies:
        try:
            network = ipaddress.ip_network(each)
        except ValueError:
            yield f"ODOP_TRUSTED_PROXIES: {each} is not a network. Write it like 10.0.3.0/24."
            continue
        if network.version == 6 and network.subnet_of(MAPPED_IPV4):
            yield f"ODOP_TRUSTED_PROXIES: {each} is IPv4. Write it like 10.0.3.0/24."
            continue
        networks.append(network)
    for network in _joined(networks):
        if _takes_in_strangers(network):
            yield (
                f"ODOP_TRUSTED_PROXIES: {network} is too wide: other clients in it could fake their"
                " address. Set only the network of your own proxies."
            )


def _joined(networks: Sequence[Network]) -> Iterator[Network]:
    """The networks with adjacent ones merged: half of the internet may be written as many."""
    yield from ipaddress.collapse_addresses(n for n in networks if n.version == 4)
    yield from ipaddress.collapse_addresses(n for n in networks if n.version == 6)


def _takes_in_strangers(network: Network) -> bool:
    least = MIN_PROXY_PREFIX[network.version]
    if network.version == 4 and network.is_global:
        least = MIN_PUBLIC_PROXY_PREFIX
    is_wider_than_ipv4 = network.version == 6 and network.overlaps(MAPPED_IPV4)
    return is_wider_than_ipv4 or network.prefixlen < least
