"""Brings a database to what the site needs: tables, fixtures, static files, an administrator.

``python -m config.prepare``, run by ``config.preparing``.
"""

from __future__ import annotations

import gc
import os
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.utils import (
    DatabaseError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)

from config.accounts import ensure_administrator
from config.console import SetupError, is_watched, say
from config.static_files import collect_static
from config.steps import hand_over, step

EXTENSIONS = ("postgis", "unaccent", "pg_trgm", "pgcrypto")


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # As manage.py does.
    gc.set_threshold(20_000, 20, 50)
    django.setup()
    try:
        prepare()
        _ask_for_overviews()
    except SetupError as error:
        say(f"\n{error}")
        return 1
    hand_over()
    return 0


def prepare() -> None:
    """Does what is missing; a second call changes nothing.

    Raises:
        SetupError: the database of ``DATABASE_URL`` can't be used; the message says how to.
    """
    if os.environ.get("DATABASE_URL"):
        _require_extensions()
    with step("Actualizando las tablas"):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    with step("Cargando el territorio, el plan y las muestras"):
        call_command("load_fixtures")
    with step("Reuniendo los archivos estáticos"):
        collect_static()
    with step("Revisando las cuentas"):
        password = ensure_administrator()
        if password:
            _say_account("Cuenta de administración", password)
        _ensure_accounts_of_zones()
    connection.close()


def _ask_for_overviews() -> None:
    """Leaves the making of stale overviews to a worker: the site answers without them, slower.

    That it can't be asked is said, and no more.
    """
    # As below.
    from layers import overviews  # noqa: PLC0415

    try:
        if overviews.stale():
            overviews.ask()
    except DatabaseError as error:
        say(f"  ✗ No se sabe qué vistas generales faltan: {error}")
    finally:
        connection.close()


def _ensure_accounts_of_zones() -> None:
    # Its models can't be imported before Django is set up, and this module is.
    from config.demonstration import ensure_demonstration, ensure_reviewers  # noqa: PLC0415

    ensure_reviewers()
    for made in ensure_demonstration():
        _say_account("Cuenta de ejemplo", made)


def _say_account(kind: str, account: str) -> None:
    """Name and password to a person at a terminal; a log gets the name alone."""
    if is_watched():
        say(f"  {kind}: {account}")
    else:
        say(f"  {kind}: {account.partition(' / ')[0]} (make accounts muestra su clave)")


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


if __name__ == "__main__":
    sys.exit(main())
