"""Which addresses a harvest may reach, how much it takes, and how patient it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from layers.remote import Policy
from layers.remote.addresses import IPAddress, is_public

Network = IPv4Network | IPv6Network

MAX_PAGE_BYTES = 200_000_000
# Between two blocks, and for a whole answer, seconds: a national layer at once takes minutes.
READ_S, REQUEST_S = 60.0, 900.0
# A client that says that it is a browser, for servers that answer 418 or 403 to any other.
BROWSER = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36"
)


@dataclass(frozen=True)
class Patience:
    """How often a request is tried again, after which waits, seconds.

    ``longest_s`` is the longest that a server's ``Retry-After`` is waited for.
    """

    waits_s: tuple[float, ...] = (2.0, 10.0, 30.0)
    longest_s: float = 300.0
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Bounds:
    """What a harvest may take as a whole."""

    max_bytes: int = 2_000_000_000
    max_features: int = 1_000_000
    max_requests: int = 5_000
    total_s: float = 4 * 3_600.0


def allowed_networks(text: str) -> tuple[Network, ...]:
    """The networks of the setting, separated by commas; raises ImproperlyConfigured."""
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError as error:
        raise ImproperlyConfigured(
            f"HARVEST_ALLOWED_NETWORKS: «{text}» no es una lista de redes como 10.1.2.0/24."
        ) from error


def may_reach(networks: tuple[Network, ...], address: IPAddress) -> bool:
    """Whether an address is anybody's, or of a network that the operator allows."""
    return is_public(address) or any(
        address in network for network in networks if network.version == address.version
    )


def policy(max_bytes: int = MAX_PAGE_BYTES) -> Policy:
    """That of one request of a harvest."""
    networks = allowed_networks(settings.HARVEST_ALLOWED_NETWORKS)
    return Policy(
        may_reach=partial(may_reach, networks),
        max_bytes=max_bytes,
        read_s=READ_S,
        total_s=REQUEST_S,
    )
