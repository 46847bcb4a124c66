"""Exact counts of people: where they lie, who can't read them, what becomes public of them."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.database import database_settings
from layers.loading.exact import exact_rights
from layers.models import Snapshot
from layers.reading.results import SourceError
from territory.models import TraffickingCount

HEADER = "AÑO;MES;CCDD;lugar;categoría;Denuncias por comisión;Valor"
ALL = "EM_EF_TOTAL;EM_EF_TOTAL"
ORIGIN = ("--origin", "Archivo de prueba", "--origin-url", "https://example.org/trata.csv")
# By region: Tumbes 3, the others enough.
REGIONS = (
    ("24", "TUMBES", 3),
    ("20", "PIURA", 30),
    ("14", "LAMBAYEQUE", 14),
    ("13", "LA LIBERTAD", 60),
)

Import = Callable[..., str]


def a_row(code: str, name: str, value: object, year: int = 2019) -> str:
    return f"{year};6;{code};{name};{ALL};{value}"


@pytest.fixture
def publish(tmp_path: Path) -> Import:
    def run(*rows: str, cutoff: str = "2020-01-31", options: tuple[str, ...] = ()) -> str:
        path = tmp_path / "trata.csv"
        path.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
        out = StringIO()
        call_command(
            "import_source",
            "trafficking",
            str(path),
            *ORIGIN,
            "--cutoff",
            cutoff,
            "--covers",
            "PE",
            *options,
            stdout=out,
            stderr=out,
        )
        return out.getvalue()

    return run


def told(year: int = 2019) -> dict[str, int | str]:
    rows = TraffickingCount.objects.filter(is_sample=False, period_start__year=year)
    return {row.declared_unit_id: row.value if row.value is not None else row.state for row in rows}


def exact(year: int = 2019) -> dict[str, int]:
    with exact_rights(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, value FROM exact.count WHERE NOT is_sample "
            "AND source = 'trafficking' AND date_part('year', start) = %s",
            [year],
        )
        return dict(cursor.fetchall())


def national(*, year: int = 2019, **changed: int) -> list[str]:
    return [a_row(code, name, changed.get(f"r{code}", n), year) for code, name, n in REGIONS]


@pytest.mark.django_db
def test_what_is_told_is_less_than_what_is_known(publish: Import) -> None:
    publish(*national())
    assert exact() == {"24": 3, "20": 30, "14": 14, "13": 60}
    shown = told()
    assert shown["24"] == "suppressed"
    assert sorted(map(str, shown.values())).count("suppressed") == 2
    assert set(shown.values()) - {"suppressed"} < set(exact().values())


@pytest.mark.django_db
def test_nothing_exact_lies_where_pages_read(publish: Import) -> None:
    publish(*national())
    snapshot = Snapshot.objects.get(source="trafficking", is_current=True)
    assert bytes(snapshot.content) == b""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'")
        assert {name for (name,) in cursor if "exact" in name or "disclosed" in name} == set()


@pytest.mark.django_db
def test_what_was_hidden_stays_hidden(publish: Import) -> None:
    publish(*national())
    hidden = {code for code, value in told().items() if value == "suppressed"}
    publish(*national(r24=40), cutoff="2020-02-28")
    assert exact()["24"] == 40
    after = {code for code, value in told().items() if value == "suppressed"}
    assert after >= hidden


@pytest.mark.django_db
def test_undoing_returns_the_exact_rows_and_hides_as_before(publish: Import) -> None:
    publish(*national())
    before = told()
    publish(*national(r13=61), cutoff="2020-02-28")
    assert exact()["13"] == 61
    call_command("import_source", "trafficking", "--roll-back", stdout=StringIO())
    assert exact()["13"] == 60
    assert told() == before


@pytest.mark.django_db
def test_withdrawing_leaves_nothing_but_the_pattern(publish: Import) -> None:
    publish(*national())
    call_command("import_source", "trafficking", "--withdraw", stdout=StringIO())
    assert told() == {} == exact()
    with exact_rights(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM exact.pattern WHERE NOT is_sample")
        assert cursor.fetchone()[0] >= 2


@pytest.mark.django_db
def test_a_change_beneath_what_is_told_is_a_publication(publish: Import) -> None:
    publish(*national())
    shown, number = told(), Snapshot.objects.filter(source="trafficking").count()
    publish(*national(r24=2), cutoff="2020-01-31")
    assert told() == shown
    assert Snapshot.objects.filter(source="trafficking").count() == number + 1


@pytest.mark.django_db
def test_trying_changes_nothing(publish: Import) -> None:
    publish(*national(), options=("--dry-run",))
    assert told() == {} == exact()


@pytest.mark.django_db
def test_the_report_of_a_publication_holds_no_cell(publish: Import) -> None:
    publish(*national(), a_row("24", "TUMBES", "3 víctimas", 2018), options=("--skip-refused",))
    snapshot = Snapshot.objects.get(source="trafficking", is_current=True)
    assert snapshot.report["errors"]
    assert "3 víctimas" not in str(snapshot.report)


@pytest.mark.django_db
def test_samples_are_disclosed_as_facts_are() -> None:
    rows = TraffickingCount.objects.filter(is_sample=True)
    assert rows.filter(state="suppressed").exists()
    assert not rows.filter(value__gt=0, value__lt=5).exists()


def as_requests_do() -> psycopg.Connection:
    """A connection of the role and database that gunicorn uses in this test run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_AS", "web")
        site = database_settings()
    return psycopg.connect(
        host=site["HOST"] or None,
        port=site.get("PORT") or None,
        user=site["USER"],
        password=site.get("PASSWORD") or None,
        dbname=connection.settings_dict["NAME"],
    )


@pytest.mark.django_db
@pytest.mark.skipif(not settings.EXACT_ROLE, reason="the operator made no role for exact counts")
@pytest.mark.parametrize("table", ["count", "pattern", "snapshot", "secret"])
def test_the_role_of_requests_is_denied(table: str) -> None:
    with as_requests_do() as web:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(f"SELECT * FROM exact.{table}")
        web.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(f'SET ROLE "{settings.EXACT_ROLE}"')
        web.rollback()
        assert web.execute("SELECT count(*) FROM territory_traffickingcount").fetchone()


@pytest.mark.django_db
@pytest.mark.skipif(not settings.EXACT_ROLE, reason="the operator made no role for exact counts")
def test_mapniks_role_is_denied() -> None:
    place = connection.settings_dict
    role = settings.RENDER_ROLE
    with (
        psycopg.connect(
            host=place["HOST"] or None,
            port=place.get("PORT") or None,
            user=role["user"],
            password=role["password"] or None,
            dbname=place["NAME"],
        ) as mapnik,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        mapnik.execute("SELECT * FROM exact.count")


@pytest.mark.django_db
def test_who_answers_requests_is_told_to_use_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an action of the administration that returns to a publication would be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        assert cursor.fetchone()[0] == (settings.EXACT_ROLE or connection.settings_dict["USER"])
    monkeypatch.setattr(settings, "EXACT_ROLE", "postgres")
    with pytest.raises(SourceError, match="import_source"), exact_rights():
        pass


@pytest.mark.django_db
@pytest.mark.skipif(not settings.EXACT_ROLE, reason="the operator made no role for exact counts")
def test_the_server_connects_as_the_role_of_requests(live_url: str) -> None:
    """Nobody else of a test run connects as it: commands, workers and tests only act as it."""
    with urllib.request.urlopen(f"{live_url}/api/v1/series/") as answer:
        assert answer.status == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT usename FROM pg_stat_activity WHERE datname = current_database()")
        users = {user for (user,) in cursor}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_AS", "web")
        assert database_settings()["USER"] in users
