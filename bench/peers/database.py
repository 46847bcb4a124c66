"""Where the bench's tables are, in the words of each peer's driver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict


@dataclass(frozen=True)
class Place:
    """A database on a server that is reached by a socket or over loopback.

    The tables are for everybody to read, so no role is acted as.
    """

    host: str
    port: int
    user: str
    password: str
    name: str

    @classmethod
    def of(cls, dsn: str) -> Self:
        """That of libpq's address."""
        found = {key: str(value) for key, value in conninfo_to_dict(dsn).items() if value}
        return cls(
            found.get("host", "127.0.0.1"),
            int(found.get("port", 5432)),
            found.get("user", ""),
            found.get("password", ""),
            found["dbname"],
        )

    def url(self) -> str:
        """As asyncpg reads it: a socket's folder is a host, its slashes written as %2F."""
        word = f":{quote(self.password)}" if self.password else ""
        host = quote(self.host, safe="")
        return f"postgresql://{quote(self.user)}{word}@{host}:{self.port}/{quote(self.name)}"
