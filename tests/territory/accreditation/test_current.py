"""What is published of accreditation, recomputed by pandas of the file."""

from __future__ import annotations

import random
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from territory.accreditation.current import place_accreditation, refresh_accreditation
from territory.models import AccreditationActivity, AccreditationDay, HealthFacility
from tests.layers.themes.accreditation_activity.summary_files import answer, query
from tests.layers.themes.accreditation_activity.summary_files import table as summaries
from tests.layers.themes.health_facilities.register_files import table as register

pytestmark = pytest.mark.django_db

SUMMARIES = ("accreditation_activity", "--origin", "SUSALUD", "--cutoff", "2025-06-30")
REGISTER = ("health_facilities", "--origin", "SUSALUD, RENIPRESS", "--cutoff", "2022-01-31")


def publish(folder: Path, what: tuple[str, ...], content: bytes) -> str:
    path = folder / f"{what[0]}.csv"
    path.write_bytes(content)
    source, *options = what
    out = StringIO()
    call_command(
        "import_source", source, str(path), *options, "--covers", "PE", stdout=out, stderr=out
    )
    return out.getvalue()


def made(number: int) -> list[dict[str, str]]:
    chance = random.Random(number)
    rows = []
    for at in range(number):
        accepted, rejected, unanswered = (chance.choice((0, 6, 20, 45)) for _ in range(3))
        answered = accepted + rejected
        rows.append(
            {
                "fecha": f"2025-05-{1 + at // 6:02}",
                "codigo_ipress": ("2941", "2942", "2943")[at % 3],
                "codigo_iafas": ("10001", "20001")[at // 3 % 2],
                "iafas": ("SIS DE PRUEBA", "EPS DE PRUEBA")[at // 3 % 2],
                "consultas": str(answered + unanswered),
                "aceptadas": str(accepted),
                "rechazadas": str(rejected),
                "sin_respuesta": str(unanswered),
                "mediana_ms": str(chance.randint(100, 900)) if answered else "",
                "p95_ms": str(chance.randint(1000, 9000)) if answered else "",
            }
        )
    return rows


def test_sums_against_pandas(tmp_path: Path) -> None:
    rows = made(120)
    rows[0] |= {"consultas": "49", "aceptadas": "3", "rechazadas": "40", "sin_respuesta": "6"}
    publish(tmp_path, SUMMARIES, summaries(*rows))
    numbers = ["consultas", "aceptadas", "rechazadas", "sin_respuesta"]
    frame = pd.DataFrame(rows)
    frame[numbers] = frame[numbers].astype(float)
    # The first day's outcomes are withheld.
    frame.loc[0, numbers[1:]] = None
    assert AccreditationActivity.objects.published().count() == 6
    for (facility, insurer), own in frame.groupby(["codigo_ipress", "codigo_iafas"]):
        found = AccreditationActivity.objects.get(
            facility_code=f"{facility:0>8}", insurer_code=insurer, is_sample=False
        )
        given = [found.queries, found.accepted, found.rejected, found.unanswered]
        assert given == own[numbers].sum().astype(int).tolist()
        assert found.days == len(own)
        measured = own.loc[own["sin_respuesta"].notna(), "consultas"].sum()
        assert found.measured_queries == measured
        expected = 100 * (measured - own["sin_respuesta"].sum()) / measured
        assert found.answered_percent == pytest.approx(expected)
        assert found.withheld_days == own["aceptadas"].isna().sum()
        told = own[(own["mediana_ms"] != "") & own["aceptadas"].notna()].iloc[-1]
        assert (found.median_ms, str(found.waited_on)) == (int(told["mediana_ms"]), told["fecha"])


@pytest.mark.parametrize("register_first", [True, False])
def test_name_and_position_are_the_registers_in_any_order(
    tmp_path: Path, register_first: bool
) -> None:
    files = [(REGISTER, register({})), (SUMMARIES, summaries({"establecimiento": "OTRO NOMBRE"}))]
    for what, content in files if register_first else reversed(files):
        publish(tmp_path, what, content)
    row = AccreditationActivity.objects.get(facility_code="00002941", is_sample=False)
    assert row.facility_name == "CARLOS CORNEJO ROSELLO"
    assert row.geom is not None
    assert (row.geom.x, row.geom.y) == pytest.approx((-70.19933924, -14.9041434))
    day = AccreditationDay.objects.get(facility_code="00002941", is_sample=False)
    assert (day.geom, day.category) == (row.geom, "II-1")


def test_sums_are_added_anew_only_where_the_register_says_another_thing(tmp_path: Path) -> None:
    publish(tmp_path, REGISTER, register({}))
    publish(tmp_path, SUMMARIES, summaries({}, {"codigo_ipress": "2942"}))

    def adds_up() -> bool:
        with CaptureQueriesContext(connection) as asked:
            place_accreditation()
        return any("added_accreditation" in query["sql"] for query in asked.captured_queries)

    assert not adds_up()
    HealthFacility.objects.filter(code="00002941", is_sample=False).update(name="OTRO HOSPITAL")
    assert adds_up()
    rows = AccreditationActivity.objects.published().order_by("facility_code")
    assert [row.facility_name for row in rows] == ["OTRO HOSPITAL", "CARLOS CORNEJO ROSELLO"]
    assert not adds_up()


def test_a_day_that_goes_leaves_the_sum(tmp_path: Path) -> None:
    rows = [{}, {"fecha": "2025-05-17"}, {"codigo_iafas": "20001", "iafas": "EPS"}]
    publish(tmp_path, SUMMARIES, summaries(*rows))
    publish(tmp_path, SUMMARIES, summaries(rows[1]))
    (row,) = AccreditationActivity.objects.published()
    assert (row.queries, row.days, str(row.first_on)) == (120, 1, "2025-05-17")


def test_receipts_go_before_the_files_numbers(tmp_path: Path) -> None:
    publish(tmp_path, SUMMARIES, summaries({}))
    day = AccreditationDay.objects.published().get()
    day.pk, day.feed, day.queries, day.accepted = None, "recibos", 100, 70
    day.save()
    refresh_accreditation()
    row = AccreditationActivity.objects.published().get()
    assert (row.queries, row.accepted, row.days) == (100, 70, 1)


@pytest.mark.parametrize(
    "values",
    [
        {"queries": 4},
        {"rejected": 1, "accepted": 109},
        {"queries": 121},
        {"median_ms": 1801},
        {"withheld": "accepted"},
        {"state": "suppressed"},
    ],
    ids=str,
)
def test_what_the_database_holds_of_a_day(tmp_path: Path, values: dict[str, Any]) -> None:
    publish(tmp_path, SUMMARIES, summaries({}))
    with pytest.raises(IntegrityError), transaction.atomic():
        AccreditationDay.objects.filter(is_sample=False).update(**values)


def test_a_file_with_a_document_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        publish(tmp_path, SUMMARIES, summaries({}, {"iafas": "IAFAS 45678912"}))
    assert "4567" not in str(refused.value)
    assert not AccreditationDay.objects.filter(is_sample=False).exists()


def test_messages_become_a_file_of_the_form(tmp_path: Path) -> None:
    publish(tmp_path, REGISTER, register({}))
    text = "".join(
        query(str(at), "090400", facility="00002941")
        + answer(str(at), "090401", "EB*1~", facility="00002941")
        for at in range(7)
    )
    (tmp_path / "mensajes.x12").write_text(text, "latin-1")
    output = tmp_path / "cuentas.csv"
    call_command(
        "count_accreditation",
        str(tmp_path / "mensajes.x12"),
        "--output",
        str(output),
        stdout=StringIO(),
    )
    written = output.read_text("utf-8")
    assert "CARLOS CORNEJO ROSELLO;210201;Azángaro;10001;;;7;7;0;0;1000;1000" in written
    for secret in ("APELLIDO", "45678912"):
        assert secret not in written
    filled = written.replace("10001;;", "10001;IAFAS DE PRUEBA;pública")
    publish(tmp_path, SUMMARIES, filled.encode())
    assert AccreditationDay.objects.published().get().accepted == 7
