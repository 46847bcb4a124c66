"""Which addresses of the internet are anybody's, and not this machine's or its neighbours'."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address

# Beside what ``ipaddress`` knows not to be global (RFC 6890's registries): addresses that hold
# another one, so that a gateway may lead to a neighbour; and what older tables call global.
_NEVER = tuple(
    ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible (RFC 4291, 2.5.5.1)
        "::ffff:0:0/96",  # IPv4-mapped (RFC 4291, 2.5.5.2)
        "::ffff:0:0:0/96",  # IPv4-translated (RFC 2765)
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # NAT64 of a network's own (RFC 8215)
        "2001::/32",  # Teredo (RFC 4380)
        "2002::/16",  # 6to4 (RFC 3056)
        "2001:db8::/32",  # documentation (RFC 3849)
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # segment routing (RFC 9602)
        "fc00::/7",  # unique local (RFC 4193)
        "fe80::/10",  # link-local (RFC 4291)
        "fec0::/10",  # site-local (RFC 3879)
        "ff00::/8",  # multicast
        "0.0.0.0/8",  # this network (RFC 1122)
        "100.64.0.0/10",  # carrier's NAT (RFC 6598)
        "169.254.0.0/16",  # link-local, and clouds' metadata (RFC 3927)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved, broadcast with it (RFC 1112)
    )
)


def is_public(address: IPAddress) -> bool:
    """Whether it is of the internet at large, by IANA's registries of special addresses."""
    if isinstance(address, IPv6Address) and address.scope_id:
        return False
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast


def parsed(text: str) -> IPAddress:
    """An address as a resolver gives it; raises ValueError."""
    return ip_address(text)
