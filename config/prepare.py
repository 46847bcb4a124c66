"""Brings a database to what the site needs: tables, fixtures, static files, an administrator."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import InternalError, NotSupportedError, OperationalError, ProgrammingError

from config.accounts import ensure_administrator
from config.console import SetupError, say

EXTENSIONS = ("postgis", "unaccent", "pg_trgm")


def prepare() -> None:
    """Does what is missing; a second call changes nothing.

    Raises:
        SetupError: the database of ``DATABASE_URL`` can't be used; the message says how to.
    """
    if os.environ.get("DATABASE_URL"):
        _require_extensions()
    say("→ Preparando la base de datos…")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    call_command("load_fixtures")
    call_command("refresh_overviews")
    _collect_static()
    password = ensure_administrator()
    if password:
        say(f"  Cuenta de administración: {password}")
    _ensure_accounts_of_zones()
    connection.close()


def _ensure_accounts_of_zones() -> None:
    # Its models can't be imported before Django is set up, and this module is.
    from config.demonstration import ensure_demonstration, ensure_reviewers  # noqa: PLC0415

    ensure_reviewers()
    for made in ensure_demonstration():
        say(f"  Cuenta de ejemplo: {made}")


def _require_extensions() -> None:
    """Makes the extensions, or says which command its administrator has to run."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT extname FROM pg_extension")
            present = {row[0] for row in cursor.fetchall()}
    except OperationalError as error:
        raise SetupError(f"No se puede conectar con DATABASE_URL: {error}".strip()) from error
    missing = [name for name in EXTENSIONS if name not in present]
    statements = [f"CREATE EXTENSION IF NOT EXISTS {name};" for name in missing]
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except (ProgrammingError, InternalError, NotSupportedError, OperationalError) as error:
        name = connection.settings_dict["NAME"]
        raise SetupError(
            f"Faltan extensiones en la base de datos «{name}» y esta cuenta no puede crearlas "
            f"({str(error).splitlines()[0]}). Un administrador de ese servidor debe ejecutar:\n\n"
            f'    psql -d {name} -c "{" ".join(statements)}"'
        ) from error


def _collect_static() -> None:
    """Collects and compresses the static files where the viewer's build or Django changed."""
    mark = Path(settings.STATIC_ROOT) / ".sources"
    own = sorted((Path(settings.BASE_DIR) / "frontend" / "static").rglob("*"))
    sources = [f"{path}:{path.stat().st_mtime_ns}" for path in own]
    # The manifest names each built file with its hash, whoever built it.
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    sources += [path.read_text() for path in (manifest, _runtime_lock()) if path.exists()]
    wanted = "\n".join(sources)
    if mark.exists() and mark.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted)


def _runtime_lock() -> Path:
    return Path(settings.BASE_DIR) / "requirements.lock"
