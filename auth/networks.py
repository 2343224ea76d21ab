"""Networks for rate limits: a client's address, and the IPv6 networks around it.

The owner of an IPv6 network of 56 or 48 bits has many /64 addresses at hand; a client has a single
IPv4 address.
"""

import ipaddress
from functools import lru_cache

# An IPv6 client is counted by its household's network.
HOUSEHOLD_BITS = 64
SITE_BITS, PROVIDER_BITS = 56, 48
# Limits of the wider networks, as a multiple of a household's limit: for attempts and requests,
# which households make at different times, and for connections and sockets, which last.
Wider = tuple[tuple[int, int], ...]
OF_REQUESTS: Wider = ((SITE_BITS, 4), (PROVIDER_BITS, 16))
OF_CONNECTIONS: Wider = ((SITE_BITS, 2), (PROVIDER_BITS, 4))


@lru_cache(20_000)
def counted_networks(client: str, wider: Wider) -> tuple[tuple[str, int], ...]:
    """The networks that a client counts for, with their multiples of a household's limit."""
    try:
        network = ipaddress.ip_network(client)
    except ValueError:
        return ((client, 1),)
    if network.version == 4:
        return ((client, 1),)
    return (
        (client, 1),
        *(
            (str(network.supernet(new_prefix=bits)), times)
            for bits, times in wider
            if bits < network.prefixlen
        ),
    )
