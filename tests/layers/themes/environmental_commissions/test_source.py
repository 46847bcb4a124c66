"""What the theme's files amount to once published: states, figures, coverage, nothing twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from layers.themes.environmental_commissions.source import assign_assistance
from territory.commissions import commission, commissions, keys
from territory.figures import FigureTable, tables_for_commitment
from territory.models import (
    AdminUnit,
    CommissionAssistance,
    CommissionPolicy,
    EnvironmentalCommission,
    GuidelineVersion,
)

pytestmark = pytest.mark.django_db

FROM = "Informe 1;https://www.gob.pe/1;2019-12-31"
PROOF = "https://www.gob.pe/evidencia"
HEADERS = {
    "environment": "tipo;ubigeo;territorio;nombre;asistencia;fuente;url_fuente;fecha_corte",
    "environment_assistance": "tipo;ubigeo;territorio;fecha;tema;mejora;evidencia;fuente;"
    "url_fuente;fecha_corte",
    "environment_policies": "tipo;ubigeo;territorio;politica;etapa;fuente;url_fuente;fecha_corte",
    "environment_guidelines": "documento;version;fecha;cambios;url_documento;fuente;url_fuente;"
    "fecha_corte",
}
REGISTER = (
    f"CAR;08;Cusco;CAR Cusco;no;{FROM}",
    f"CAR;13;La Libertad;CAR La Libertad;;{FROM}",
    f"CAM;0801;Cusco;CAM Cusco;sí;{FROM}",
    f"CAM;1301;Trujillo;CAM Trujillo;no;{FROM}",
)
ASSISTANCES = (
    f"CAR;08;Cusco;2018-03-01;Reglamento;;;{FROM}",
    f"CAR;08;Cusco;2018-09-01;Plan;Aprobó el plan;{PROOF};{FROM}",
    f"CAM;0801;Cusco;2018-04-01;Agenda;;;{FROM}",
    # In no register.
    f"CAM;130102;Alto Trujillo;2018-05-01;Agenda;;;{FROM}",
    f"CAM;0901;Huancavelica;2018-05-01;Agenda;Instaló el grupo;{PROOF};{FROM}",
    f"CAM;0901;Huancavelica;2018-06-01;Agenda;;;{FROM}",
)
Publish = Callable[..., str]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """``import_source`` of rows of a source."""

    def run(source: str, *rows: str, options: tuple[str, ...] = ()) -> str:
        path = tmp_path / f"{source}.csv"
        path.write_text("\n".join((HEADERS[source], *rows)), "utf-8")
        out = StringIO()
        call_command("import_source", source, str(path), *options, stdout=out)
        return out.getvalue()

    return run


def unit_name(ubigeo: str) -> str:
    return AdminUnit.objects.get(pk=ubigeo).name


@pytest.fixture
def assistances() -> tuple[str, ...]:
    """The rows, with the name that INEI has for 130102."""
    return tuple(row.replace("Alto Trujillo", unit_name("130102")) for row in ASSISTANCES)


def states() -> dict[str, str | None]:
    rows = EnvironmentalCommission.objects.published()
    return dict(rows.values_list("declared_unit_id", "assistance"))


def table(model: type[Any]) -> FigureTable:
    (found,) = tables_for_commitment(3, [model])
    return found


def figures(model: type[Any]) -> dict[str, tuple[object, int | None]]:
    return {figure.name: (figure.value, figure.target) for figure in table(model).total}


def test_the_state_is_what_both_files_say(publish: Publish, assistances: tuple[str, ...]) -> None:
    publish("environment", *REGISTER)
    assert states() == {"08": "none", "13": None, "0801": "assisted", "1301": "none"}
    publish("environment_assistance", *assistances)
    assert states() == {"08": "improved", "13": None, "0801": "assisted", "1301": "none"}
    # Without the list it is the register's again.
    call_command("import_source", "environment_assistance", "--withdraw", stdout=StringIO())
    assert states() == {"08": "none", "13": None, "0801": "assisted", "1301": "none"}


def test_the_order_of_the_files_is_of_no_matter(
    publish: Publish, assistances: tuple[str, ...]
) -> None:
    publish("environment_assistance", *assistances)
    publish("environment", *REGISTER)
    assert states() == {"08": "improved", "13": None, "0801": "assisted", "1301": "none"}


def test_samples_are_no_evidence_on_facts(publish: Publish) -> None:
    """Cusco has sample assistances; its fact in the register is told nothing by them."""
    assert CommissionAssistance.objects.filter(is_sample=True, declared_unit="08").exists()
    publish("environment", f"CAR;08;Cusco;CAR Cusco;;{FROM}")
    assert states() == {"08": None}


def test_a_file_published_again_changes_nothing(
    publish: Publish, assistances: tuple[str, ...]
) -> None:
    policies = (f"CAR;08;Cusco;Política;diseño;{FROM}", f"CAR;08;Cusco;Política;ejecución;{FROM}")
    versions = (f"Lineamientos;1;2018-01-01;;https://www.gob.pe/l;{FROM}",)
    files = {
        "environment": REGISTER,
        "environment_assistance": assistances,
        "environment_policies": policies,
        "environment_guidelines": versions,
    }
    for source, rows in files.items():
        publish(source, *rows)
    models = (
        EnvironmentalCommission,
        CommissionAssistance,
        CommissionPolicy,
        GuidelineVersion,
    )
    before = [list(model.objects.order_by("pk").values()) for model in models]
    for source, rows in files.items():
        said = publish(source, *rows[::-1])
        assert "0 nuevas, 0 cambiadas, 0 retiradas" in said, said
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_only_distinct_commissions_count_against_the_target(
    publish: Publish, assistances: tuple[str, ...]
) -> None:
    """Counted by hand from the rows: 1 CAR (twice assisted), 3 CAM (one twice)."""
    publish("environment_assistance", *assistances, options=("--covers", "PE"))
    parts = [row.split(";") for row in assistances]
    by_hand = {kind: {p[1] for p in parts if p[0] == kind} for kind in ("CAR", "CAM")}
    improved = {kind: {p[1] for p in parts if p[0] == kind and p[5]} for kind in ("CAR", "CAM")}
    assert (len(by_hand["CAR"]), len(by_hand["CAM"])) == (1, 3)
    assert figures(CommissionAssistance) == {
        "assistances": (len(parts), None),
        "car_with_assistance": (len(by_hand["CAR"]), 8),
        "cam_with_assistance": (len(by_hand["CAM"]), 20),
        "car_with_improvement": (len(improved["CAR"]), None),
        "cam_with_improvement": (len(improved["CAM"]), None),
    }
    for figure in table(CommissionAssistance).total:
        assert figure.source == "Informe 1"
        assert figure.cutoff_date == dt.date(2019, 12, 31)


def test_a_part_of_the_country_is_held_against_no_target(
    publish: Publish, assistances: tuple[str, ...]
) -> None:
    publish("environment_assistance", *assistances[:2])
    total = table(CommissionAssistance)
    assert total.is_partial
    assert [unit.ubigeo for unit in total.covers] == ["08"]
    assert figures(CommissionAssistance)["car_with_assistance"] == (1, None)
    # Of municipal ones nothing is known: that is not zero.
    assert "cam_with_assistance" not in figures(CommissionAssistance)


def test_figures_of_all_samples_recomputed() -> None:
    rows = list(CommissionAssistance.objects.values_list("kind", "declared_unit", "improvement"))
    found = {name: value for name, (value, _target) in figures(CommissionAssistance).items()}
    for kind in ("CAR", "CAM"):
        own = {unit for of, unit, _improvement in rows if of == kind}
        improved = {unit for of, unit, improvement in rows if of == kind and improvement}
        assert found[f"{kind.lower()}_with_assistance"] == len(own)
        assert found[f"{kind.lower()}_with_improvement"] == len(improved)
    assert found["assistances"] == len(rows) > len({row[:2] for row in rows})
    stages = list(CommissionPolicy.objects.values_list("stage", flat=True))
    assert {name: value for name, (value, _target) in figures(CommissionPolicy).items()} == {
        f"policies_{stage}": stages.count(stage) for stage in set(stages)
    }


def test_a_commission_that_no_register_has_is_one_all_the_same(
    publish: Publish, assistances: tuple[str, ...]
) -> None:
    publish("environment", *REGISTER)
    publish("environment_assistance", *assistances)
    CommissionPolicy.objects.all().delete()
    assert list(keys()) == [
        ("CAR", "08"),
        ("CAR", "13"),
        ("CAM", "0801"),
        ("CAM", "0901"),
        ("CAM", "1301"),
        ("CAM", "130102"),
    ]
    assert [key for key, *_ in keys("CAR")] == ["CAR", "CAR"]
    found = commission("CAM", "0901")
    assert found is not None
    assert found.register is None
    assert [row.assisted_on.month for row in found.assistances] == [6, 5]
    assert [row.improvement for row in found.improvements] == ["Instaló el grupo"]
    assert commission("CAM", "0902") is None
    assert commission("CAR", "0901") is None
    assert commission("CAM", "09") is None
    contradicted = commission("CAR", "08")
    assert contradicted is not None
    assert contradicted.is_contradicted


def test_a_list_of_commissions_asks_a_fixed_number_of_queries() -> None:
    asked = list(keys())
    counts = []
    for number in (1, 30):
        with CaptureQueriesContext(connection) as captured:
            found = commissions(asked[:number])
        assert [each.key for each in found] == asked[:number]
        counts.append(len(captured))
    assert counts == [4, 4]


GOOD: dict[str, Any] = {
    "commitments": [3],
    "source": "Informe",
    "source_url": "https://www.gob.pe/1",
    "cutoff_date": "2019-12-31",
    "kind": "CAR",
    "declared_unit_id": "08",
    "topic": "Tema",
    "assisted_on": "2018-01-01",
}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"source_url": None}, "has_source"),
        ({"cutoff_date": None}, "cutoff_date"),
        ({"declared_unit_id": None}, "has_unit"),
        ({"declared_unit_id": "0801"}, "fits_level"),
        ({"improvement": "Mejora"}, "improvement_has_evidence"),
        ({"evidence_url": PROOF}, "evidence_of_improvement"),
        ({"improved_on": "2018-02-01"}, "evidence_of_improvement"),
        (
            {"improvement": "M", "evidence_url": PROOF, "improved_on": "2017-12-31"},
            "improved_after_it",
        ),
    ],
)
def test_the_database_itself_refuses(change: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CommissionAssistance.objects.create(**GOOD | change)


def test_refreshing_writes_nothing_where_nothing_changed() -> None:
    assign_assistance()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(xmin::text::bigint) FROM territory_environmentalcommission")
        before = cursor.fetchone()
        assign_assistance()
        cursor.execute("SELECT sum(xmin::text::bigint) FROM territory_environmentalcommission")
        assert cursor.fetchone() == before
