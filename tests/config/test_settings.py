"""The settings: which database, which secrets, which headers."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client

from config import local_secrets
from config.bounded_work import KINDS
from config.database import database_settings, render_role


def test_database_url_is_read_as_libpq_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://ana:c%40sa@db.example:6432/peru?sslmode=require"
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.delenv("DB_NAME", raising=False)
    settings = database_settings()
    expected = {"NAME": "peru", "USER": "ana", "PASSWORD": "c@sa", "PORT": "6432"}
    assert expected.items() <= settings.items()
    assert settings["HOST"] == "db.example"
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_statement_timeout_keeps_the_operators_own_options(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///peru?options=-c%20search_path%3Dgis")
    monkeypatch.setenv("STATEMENT_TIMEOUT_MS", "1500")
    options = database_settings()["OPTIONS"]["options"]
    assert options == "-c search_path=gis -c statement_timeout=1500"


def test_mapnik_uses_the_sites_role_where_the_operator_names_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("RENDER_DB_USER", raising=False)
    monkeypatch.delenv("RENDER_DB_PASSWORD", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:secreto@db.example/peru?sslmode=require")
    planning = {"sslmode": "require", "options": KINDS["maps"].planning}
    assert render_role() == {"user": "ana", "password": "secreto"} | planning
    monkeypatch.setenv("RENDER_DB_USER", "lector")
    assert render_role() == {"user": "lector", "password": ""} | planning


def test_mapnik_keeps_the_options_of_the_sites_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///peru?options=-c%20search_path%3Dgis")
    assert render_role()["options"] == f"-c search_path=gis {KINDS['maps'].planning}"


def test_a_secret_is_random_kept_and_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setattr(local_secrets, "directory", lambda: home / "new")
    first = local_secrets.kept("one", 37)
    assert local_secrets.kept("one", 37) == first
    assert local_secrets.kept("two", 37) != first
    assert len(first) >= 50
    assert stat.S_IMODE((home / "new" / "one").stat().st_mode) == 0o600


def test_a_secret_made_by_another_meanwhile_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(local_secrets, "directory", lambda: tmp_path)
    link = os.link

    def link_after_another(part: str, path: Path) -> None:
        path.write_text("the other's\n")
        link(part, path)

    monkeypatch.setattr(os, "link", link_after_another)
    assert local_secrets.kept("one", 37) == "the other's"
    assert list(tmp_path.iterdir()) == [tmp_path / "one"]


@pytest.mark.django_db
def test_extensions_are_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert {"postgis", "unaccent", "pg_trgm"} <= {row[0] for row in cursor.fetchall()}


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the operator's server sorts as it does")
@pytest.mark.django_db
def test_names_are_sorted_in_spanish() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM (VALUES ('Ñ'), ('O'), ('N'), ('ñ')) v(name) ORDER BY name")
        assert [row[0] for row in cursor.fetchall()] == ["N", "ñ", "Ñ", "O"]


@pytest.mark.django_db
def test_health_says_whether_the_database_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/healthz").content == b"ok\n"
    monkeypatch.setattr(connection, "cursor", _no_cursor)
    assert Client().get("/healthz").status_code == 503


def _no_cursor() -> None:
    raise OperationalError


@pytest.mark.django_db
def test_a_page_carries_the_security_headers() -> None:
    response = Client().get("/admin/login/")
    assert response.status_code == 200
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Content-Language"] == "es"
