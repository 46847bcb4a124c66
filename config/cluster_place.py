"""Where the private PostgreSQL cluster of a checkout lives, and who owns it.

An ordinary user's cluster lies in ``.local/pg``. Root may not run PostgreSQL, and the
``postgres`` user may be unable to enter the checkout (a 0700 parent), so root's cluster lies
in ``/var/lib/territorio/<hash of the checkout>``. A pointer in ``.local/`` says which one this
checkout uses, so that ``sudo make serve`` finds the cluster that the user made before.

Standard library only: this runs before ``.venv`` exists.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SYSTEM_HOME = Path("/var/lib/territorio")
POSTGRES_HOME = Path("/usr/lib/postgresql")
POSTGRES_VERSIONS = ("17", "16", "15")
SYSTEM_USER = "postgres"
PORT = 5432
# sun_path holds 108 bytes with its closing NUL (unix(7)).
SOCKET_PATH_LIMIT = 107
# A comma, space or quote would have to be escaped in three different grammars.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")


class ClusterError(Exception):
    """El grupo de bases de datos propio no está disponible."""


@dataclass(frozen=True)
class Place:
    """The files of one cluster; ``uid`` and ``gid`` own and run its server."""

    checkout: Path
    home: Path
    uid: int
    gid: int

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def local(self) -> Path:
        """The checkout's own directory for state: pointer and locks."""
        return self.checkout / ".local"

    @property
    def pointer(self) -> Path:
        return self.local / "cluster.json"

    @property
    def socket_dir(self) -> Path:
        """A directory short and plain enough for a Unix socket's path."""
        inside = self.home / "s"
        socket = str(inside / f".s.PGSQL.{PORT}")
        if len(os.fsencode(socket)) <= SOCKET_PATH_LIMIT and PLAIN_PATH.fullmatch(socket):
            return inside
        return Path("/tmp") / f"ta-{self.uid}-{_digest(self.home)}"  # noqa: S108 - made 0700, owner checked


def locate(checkout: Path = CHECKOUT) -> Place:
    """The place that the pointer names, or the one a new cluster would take.

    Raises:
        ClusterError: root has to make the cluster, and there is no ``postgres`` user.
    """
    checkout = checkout.resolve()
    home = _pointed_home(checkout)
    if home is not None and (home / "data").exists():
        owner = (home / "data").stat()
        return Place(checkout, home, owner.st_uid, owner.st_gid)
    if os.geteuid() != 0:
        return Place(checkout, checkout / ".local" / "pg", os.geteuid(), os.getegid())
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError as error:
        message = "No existe el usuario «postgres»: falta instalar PostgreSQL."
        raise ClusterError(message) from error
    return Place(checkout, SYSTEM_HOME / _digest(checkout), user.pw_uid, user.pw_gid)


def write_pointer(place: Place) -> None:
    """Says in ``.local/`` which cluster this checkout uses."""
    text = json.dumps({"checkout": str(place.checkout), "home": str(place.home)}) + "\n"
    if not place.pointer.exists() or place.pointer.read_text() != text:
        place.pointer.write_text(text)


def find_binaries(place: Place) -> Path:
    """The directory of ``initdb``, ``pg_ctl`` and ``psql``, of a release that has PostGIS.

    A cluster that exists keeps the release it was made with.

    Raises:
        ClusterError: no release fits; the message says what to install.
    """
    made_with = place.data / "PG_VERSION"
    if made_with.exists():
        version = made_with.read_text().strip()
        if has_postgis(version):
            return POSTGRES_HOME / version / "bin"
        raise ClusterError(
            f"La base de datos de {place.data} es de PostgreSQL {version}, que ya no está "
            f"instalado con PostGIS. Instale postgresql-{version}-postgis-3, o borre "
            f"{place.home} para empezar de nuevo (se pierde lo que contiene)."
        )
    for version in POSTGRES_VERSIONS:
        if has_postgis(version):
            return POSTGRES_HOME / version / "bin"
    raise ClusterError(
        "Falta PostgreSQL con PostGIS. Instálelo con: apt install postgresql-postgis"
    )


def has_postgis(version: str) -> bool:
    control = Path("/usr/share/postgresql") / version / "extension/postgis.control"
    return control.exists() and (POSTGRES_HOME / version / "bin/initdb").exists()


def _pointed_home(checkout: Path) -> Path | None:
    """The pointer's target; None where a copied checkout carries another one's pointer."""
    try:
        pointer = json.loads((checkout / ".local/cluster.json").read_text())
        return Path(pointer["home"]) if pointer["checkout"] == str(checkout) else None
    except (FileNotFoundError, ValueError, KeyError):
        return None


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
