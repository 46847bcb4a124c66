"""How often somebody without an account may do something from one address.

Counted in the database, so that all processes count together. Of the address a keyed digest is
kept, another one in each window, and only until the window ends.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from territory.models import LimitMark

# Whoever has a subscriber's line has as many IPv6 addresses as they like: the network counts.
_IPV6_NETWORK_BITS = 64

_COUNT = """
INSERT INTO territory_limitmark (key, count, expires_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET count = territory_limitmark.count + 1
RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in ``window_s`` seconds; ``name`` separates what is counted."""

    name: str
    most: int
    window_s: int

    def note(self, address: str, now: dt.datetime | None = None) -> int:
        """Count one more from an address; gives the seconds to wait, 0 where it may go on."""
        key, ends = self._window(address, now or timezone.now())
        forget_expired()
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [key, ends])
            (count,) = cursor.fetchone()
        return 0 if count <= self.most else self._wait(ends, now)

    def wait(self, address: str, now: dt.datetime | None = None) -> int:
        """The seconds to wait where it was too often already, without counting."""
        key, ends = self._window(address, now or timezone.now())
        reached = LimitMark.objects.filter(key=key, count__gte=self.most).exists()
        return self._wait(ends, now) if reached else 0

    def _window(self, address: str, now: dt.datetime) -> tuple[str, dt.datetime]:
        number = int(now.timestamp()) // self.window_s
        ends = dt.datetime.fromtimestamp((number + 1) * self.window_s, dt.UTC)
        return _digest(f"{self.name}:{number}:{_network(address)}"), ends

    def _wait(self, ends: dt.datetime, now: dt.datetime | None) -> int:
        return max(1, int((ends - (now or timezone.now())).total_seconds()))


def use_once(name: str, value: str, until: dt.datetime) -> bool:
    """Whether it is the first time that this value is used; remembered until it can't be any more.

    Of two at the same time one is the first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_digest(f"{name}:{value}"), until])
        return bool(cursor.fetchone()[0] == 1)


def forget_expired() -> int:
    """Delete what has expired; gives how many marks there were."""
    return LimitMark.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address) or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.ip_network((found, _IPV6_NETWORK_BITS), strict=False))


def _digest(text: str) -> str:
    return salted_hmac("territory.participation-limit", text, algorithm="sha256").hexdigest()
