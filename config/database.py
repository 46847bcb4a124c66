"""Which PostgreSQL to talk to: ``DATABASE_URL``, or the checkout's private cluster."""

from __future__ import annotations

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from config.bounded_work import KINDS
from config.cluster import APP_ROLE, DATABASE, EXACT_ROLE, RENDER_ROLE
from config.cluster_place import PORT, locate

# Django's name of a connection parameter, for each of libpq's.
DJANGO_NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}
CONNECTION_LIFETIME_S = 600
# What ``DATABASE_AS`` says in the processes that answer requests (``config.wsgi``).
WEB = "web"


def database_settings() -> dict[str, Any]:
    """Django's ``DATABASES["default"]``.

    Connections are kept between requests and tried before use, so that a restarted database
    costs no request. ``DB_NAME`` names another database on the same server.
    ``STATEMENT_TIMEOUT_MS`` ends slow queries; ``config.wsgi`` sets it for requests.

    Commands and the worker connect as the role that may read exact counts, and act as the site's
    own until they need them (``layers.loading.exact``); requests are the site's role's alone.
    """
    address = os.environ.get("DATABASE_URL", "")
    settings = _parse_url(address) if address else _private_cluster()
    own = settings["OPTIONS"]
    if (exact := exact_role()) and os.environ.get("DATABASE_AS") != WEB:
        acting = f"-c role={settings['USER']}"
        own["options"] = f"{own.get('options', '')} {acting}".strip()
        settings |= {"USER": exact["user"], "PASSWORD": exact["password"]}
    if os.environ.get("STATEMENT_TIMEOUT_MS"):
        limit = f"-c statement_timeout={int(os.environ['STATEMENT_TIMEOUT_MS'])}"
        own = settings["OPTIONS"].get("options", "")
        settings["OPTIONS"]["options"] = f"{own} {limit}".strip()
    if os.environ.get("DB_NAME"):
        settings["NAME"] = os.environ["DB_NAME"]
    return settings | {
        "ENGINE": "config.postgis",
        "CONN_MAX_AGE": CONNECTION_LIFETIME_S,
        "CONN_HEALTH_CHECKS": True,
    }


def render_role() -> dict[str, str]:
    """``user``, ``password`` and what else libpq needs for Mapnik's own connections.

    On the private cluster it is the role that carries the limits. Elsewhere the operator
    makes one and names it by ``RENDER_DB_USER``; without it Mapnik uses the site's own role.
    How the server is reached (``sslmode`` and the like) is as ``DATABASE_URL`` says.
    """
    planning = KINDS["maps"].planning
    address = os.environ.get("DATABASE_URL")
    if not address:
        return {"user": RENDER_ROLE, "password": "", "options": planning}
    given = {key: str(value) for key, value in conninfo_to_dict(address).items()}
    role = {"user": given.get("user", ""), "password": given.get("password", "")}
    if os.environ.get("RENDER_DB_USER"):
        password = os.environ.get("RENDER_DB_PASSWORD", "")
        role = {"user": os.environ["RENDER_DB_USER"], "password": password}
    role["options"] = f"{given.get('options', '')} {planning}".strip()
    return {key: value for key, value in given.items() if key not in DJANGO_NAMES} | role


def exact_role() -> dict[str, str]:
    """``user`` and ``password`` of the role that owns exact counts; empty where there is none.

    On the private cluster it is one of its own. Elsewhere the operator makes it, a member of the
    site's role, and names it by ``EXACT_DB_USER``; without it the site's role holds everything.
    """
    if not os.environ.get("DATABASE_URL"):
        return {"user": EXACT_ROLE, "password": ""}
    if os.environ.get("EXACT_DB_USER"):
        password = os.environ.get("EXACT_DB_PASSWORD", "")
        return {"user": os.environ["EXACT_DB_USER"], "password": password}
    return {}


def _private_cluster() -> dict[str, Any]:
    place = locate()
    return {
        "NAME": DATABASE,
        "USER": APP_ROLE,
        "HOST": str(place.socket_dir),
        "PORT": str(PORT),
        "OPTIONS": {},
    }


def _parse_url(address: str) -> dict[str, Any]:
    """libpq's own reading of the address; what Django has no name for becomes an option."""
    settings: dict[str, Any] = {"OPTIONS": {}}
    for key, value in conninfo_to_dict(address).items():
        if key in DJANGO_NAMES:
            settings[DJANGO_NAMES[key]] = str(value)
        else:
            settings["OPTIONS"][key] = value
    return settings
