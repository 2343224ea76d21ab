"""What a client is counted as: its address, and the networks around it that are a provider's.

Whoever is given an IPv6 network of 56 or 48 bits has many households to ask from; an IPv4 address
is all its client has.
"""

import ipaddress
from functools import lru_cache

# Of IPv6 a household's network is the address.
HOUSEHOLD_BITS = 64
SITE_BITS, PROVIDER_BITS = 56, 48
# How many times a household's limit the networks around it have: of tries and requests, which
# households of one provider make at different times; and of connections and sockets, which stay.
Wider = tuple[tuple[int, int], ...]
OF_REQUESTS: Wider = ((SITE_BITS, 4), (PROVIDER_BITS, 16))
OF_CONNECTIONS: Wider = ((SITE_BITS, 2), (PROVIDER_BITS, 4))


@lru_cache(20_000)
def counted_networks(client: str, wider: Wider) -> tuple[tuple[str, int], ...]:
    """The names a client is counted under, each with how many times a household's limit it has."""
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
