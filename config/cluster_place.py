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
    home = _default_home(checkout)
    if os.geteuid() != 0:
        return Place(checkout, home, os.geteuid(), os.getegid())
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError as error:
        message = "No existe el usuario «postgres»: falta instalar PostgreSQL."
        raise ClusterError(message) from error
    return Place(checkout, home, user.pw_uid, user.pw_gid)


def find_home(checkout: Path = CHECKOUT) -> Path:
    """The cluster's directory, made or not; it asks for no account as ``locate`` does."""
    checkout = checkout.resolve()
    home = _pointed_home(checkout)
    if home is not None and (home / "data").exists():
        return home
    return _default_home(checkout)


def release(home: Path) -> str | None:
    """The PostgreSQL release that the cluster there was made with, as ``15``; None without one."""
    try:
        return (home / "data" / "PG_VERSION").read_text().strip()
    except (FileNotFoundError, PermissionError):
        return None  # another's: who may not read it can't start it either, and is refused then


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
    made_with = release(place.home)
    if made_with is not None:
        if has_postgis(made_with):
            return POSTGRES_HOME / made_with / "bin"
        raise ClusterError(explain_release(place.home, made_with))
    for version in installed_releases():
        return POSTGRES_HOME / version / "bin"
    raise ClusterError(
        "Falta PostgreSQL con PostGIS. Instálelo con: apt install postgresql-postgis"
    )


def explain_release(home: Path, made_with: str) -> str:
    """What to do where the cluster's release isn't installed, for the person at the terminal."""
    others = " y ".join(installed_releases())
    here = f"hay PostgreSQL {others}, que no puede abrirla" if others else "no está instalado"
    data = home / "data"
    return (
        f"La base de datos de {data} es de PostgreSQL {made_with}, y en esta máquina {here}. "
        f"No se ha cambiado nada. Puede:\n\n"
        f"  - instalar esa versión con PostGIS:\n"
        f"      apt install postgresql-{made_with}-postgis-3\n"
        f"    (si el sistema ya no la trae, está en https://apt.postgresql.org);\n"
        f"  - o apartar esa base, sin perderla, y empezar con una nueva:\n"
        f"      mv {data} {data}-{made_with}\n\n"
        f"Para pasar lo que contiene a otra versión: docs/configuration.md."
    )


def installed_releases() -> list[str]:
    """The PostgreSQL releases with PostGIS on this machine, newest first."""
    return [version for version in POSTGRES_VERSIONS if has_postgis(version)]


def has_postgis(version: str) -> bool:
    control = Path("/usr/share/postgresql") / version / "extension/postgis.control"
    return control.exists() and (POSTGRES_HOME / version / "bin/initdb").exists()


def _default_home(checkout: Path) -> Path:
    return SYSTEM_HOME / _digest(checkout) if os.geteuid() == 0 else checkout / ".local" / "pg"


def _pointed_home(checkout: Path) -> Path | None:
    """The pointer's target; None where a copied checkout carries another one's pointer."""
    try:
        pointer = json.loads((checkout / ".local/cluster.json").read_text())
        return Path(pointer["home"]) if pointer["checkout"] == str(checkout) else None
    except (FileNotFoundError, ValueError, KeyError):
        return None


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
