"""What is published of the four files: on the map, with its history, and out in the same form."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from layers.loading import importing, snapshots
from layers.loading.candidates import Candidate
from layers.loading.sources import find
from layers.themes.focalised_ugel.forms import FORMS
from layers.themes.form_csv import form_name, write_form
from territory.models import (
    Agency,
    AgencyRole,
    ChangeEntry,
    FocalisedUgel,
    UgelAgreement,
    UgelArea,
    UgelRouteStep,
)
from territory.ugel.areas import refresh_ugel_areas
from territory.ugel.management_history import changes_of_ugel
from tests.layers.themes.focalised_ugel.rows import AGREEMENT, FOCALISED, STEP, VERSION
from tests.services_of_ugel import register, several

pytestmark = pytest.mark.django_db

GOOD: Mapping[str, tuple[str, dict[str, str]]] = {
    "ugel_focalised": ("focalizadas", FOCALISED),
    "ugel_routes": ("rutas", STEP),
    "ugel_agreements": ("acuerdos", AGREEMENT),
    "ugel_model": ("modelo", VERSION),
}


def written(*rows: Mapping[str, str]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def publish(name: str, data: bytes, user: User | None = None) -> importing.Published:
    source = find(name)
    reading = importing.check(source, data)
    assert reading.errors == (), reading.errors
    return importing.publish(
        source,
        Candidate.of(reading),
        file=snapshots.File("lista.csv", "0" * 64),
        by=snapshots.Publisher(account=user),
    )


def published_form(name: str) -> bytes:
    file = io.StringIO()
    form = FORMS[name]
    write_form(form.file, form.rows(), file)
    return file.getvalue().encode()


def editor() -> User:
    user = User.objects.create(username="edicion-ugel")
    agency = Agency.objects.get(acronym="MINEDU")
    AgencyRole.objects.create(user=user, agency=agency, role=AgencyRole.Role.EDITOR)
    return user


@pytest.mark.parametrize("name", GOOD)
def test_what_is_downloaded_is_imported_again_and_changes_nothing(name: str) -> None:
    form, good = GOOD[name]
    odd = {key: value for key, value in good.items() if key not in ("etapa", "fecha_etapa")}
    text = next(c for c in ("ugel", "paso", "acuerdo", "documento") if c in good)
    told = next(c for c in ("version", "codigo", "orden", "codigo_ugel") if c in good)
    # A text that a spreadsheet would run, with what a CSV file has to quote.
    odd |= {text: '=Una; con «comillas» y "otras"', told: "2" if told == "orden" else "140002"}
    assert publish(name, written(good, odd)).changed
    again = published_form(form)
    assert b"EJEMPLO" not in again
    assert not publish(name, again).changed


def test_samples_go_out_marked_and_are_no_facts() -> None:
    for name, (form, _good) in GOOD.items():
        rows = FORMS[form].rows()
        assert form_name(FORMS[form].file_name, rows).startswith("EJEMPLO_")
        reading = importing.check(find(name), published_form(form))
        assert reading.number_of_rows == 0
        assert any("ejemplo" in error.reason for error in reading.errors)


def shape(row: FocalisedUgel | UgelArea) -> str | None:
    return row.geom.wkt if row.geom else None


def test_a_focalised_ugel_lies_on_its_area_and_follows_it() -> None:
    publish("ugel_focalised", written(FOCALISED))
    assert FocalisedUgel.objects.get(is_sample=False).geom is None
    register(several(3, "140101", "140001"))
    row = FocalisedUgel.objects.get(is_sample=False)
    area = UgelArea.objects.get(code="140001", is_sample=False)
    assert shape(row) == shape(area) is not None
    assert row.boundary_source == area.boundary_source
    assert row.boundary_origin == area.boundary_origin
    # The area's own column says nothing of who changed what.
    assert row.version == 1
    connection.cursor().execute("DELETE FROM territory_schoolservice WHERE NOT is_sample")
    refresh_ugel_areas()
    row = FocalisedUgel.objects.get(is_sample=False)
    assert shape(row) is None
    assert row.boundary_source is None


def test_samples_lie_on_areas_of_samples_alone() -> None:
    samples = FocalisedUgel.objects.filter(is_sample=True)
    # Up to five of each department; Callao is one province.
    of_department = Counter(code[:2] for code in samples.values_list("declared_unit", flat=True))
    assert len(of_department) == 25
    assert (of_department["07"], max(of_department.values())) == (1, 5)
    assert not samples.filter(geom=None).exists()
    code = samples[0].ugel_code
    register(several(2, "140101", code))
    fact = UgelArea.objects.get(code=code, is_sample=False)
    assert shape(FocalisedUgel.objects.get(ugel_code=code, is_sample=True)) != shape(fact)


def all_changes() -> list[Any]:
    return changes_of_ugel("140001", samples=False, at_most=100)


def test_every_change_is_kept_with_the_office_that_made_it() -> None:
    user = editor()
    before = len(all_changes())  # what journeys left is kept for good
    publish("ugel_agreements", written(AGREEMENT, AGREEMENT | {"codigo": "A2"}), user)
    publish("ugel_agreements", written(AGREEMENT | {"estado": "en curso"}), user)
    found = all_changes()
    found = found[: len(found) - before]
    assert [(name, change.action, change.office) for _model, name, change in found] == [
        ("acuerdo intersectorial de una UGEL A1", "update", "MINEDU"),
        ("acuerdo intersectorial de una UGEL A2", "delete", "MINEDU"),
        ("acuerdo intersectorial de una UGEL A2", "insert", "MINEDU"),
        ("acuerdo intersectorial de una UGEL A1", "insert", "MINEDU"),
    ]
    assert found[0][2].values == {"progress": ("pending", "in_progress")}
    assert changes_of_ugel("140002", samples=False, at_most=100) == []


def test_going_back_and_withdrawing_are_kept_too() -> None:
    user = editor()
    before = len(all_changes())
    by = snapshots.Publisher(account=user)
    publish("ugel_routes", written(STEP), user)
    publish("ugel_routes", written(STEP | {"paso": "Otra mesa"}), user)
    importing.roll_back(find("ugel_routes"), by=by)
    importing.withdraw(find("ugel_routes"), by=by)
    found = all_changes()
    found = found[: len(found) - before]
    assert [change.action for _model, _name, change in found] == [
        "delete",
        "update",
        "update",
        "insert",
    ]
    assert {change.office for _model, _name, change in found} == {"MINEDU"}
    assert found[1][2].values == {"step": ("Otra mesa", "Mesa con los actores locales")}


def test_a_command_without_an_account_acts_for_no_office() -> None:
    publish("ugel_agreements", written(AGREEMENT))
    entry = ChangeEntry.objects.filter(record="territory.ugelagreement").first()
    assert entry is not None
    assert (entry.office, entry.by_id) == (None, None)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (UgelAgreement, {"source_url": None}),
        (UgelAgreement, {"progress": "fulfilled"}),
        (UgelAgreement, {"fulfilled_on": "2018-06-01"}),
        (UgelAgreement, {"due_on": "2018-02-01"}),
        (UgelRouteStep, {"position": 0}),
        (UgelRouteStep, {"happens_on": None}),
        (UgelRouteStep, {"source_url": None}),
        (FocalisedUgel, {"stage": None}),
        (FocalisedUgel, {"source_url": None}),
    ],
)
def test_the_database_refuses_what_the_files_may_not_say(
    model: Any, values: dict[str, Any]
) -> None:
    publish("ugel_focalised", written(FOCALISED))
    publish("ugel_routes", written(STEP))
    publish("ugel_agreements", written(AGREEMENT))
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(is_sample=False).update(**values)
