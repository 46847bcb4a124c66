"""Versions of studies: who adds them, what they keep, and what they are found by."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import IntegrityError, transaction

from layers.errors import EditNotAllowed, InvalidParameter
from layers.models import StoredFile
from layers.participation.processes import door
from layers.participation.processes.values import InvalidValues
from layers.sanitation_studies import samples
from layers.sanitation_studies.kinds import STUDY, STUDY_VERSION
from layers.sanitation_studies.versions import add
from territory.models import SanitationStudy, StudyIndex, StudyPage, StudyVersion
from territory.models.placed import SAMPLE_PREFIX
from territory.reviewing import Step
from territory.sanitation_studies import index, library
from tests.processes import member
from tests.studies import DAY, SOURCE, kept, pdf, study, version

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {
    "title": "Inversiones y gestión del agua",
    "abstract": "Qué se hizo en los distritos.",
    "institution": "Universidad que lo hizo",
    "year": 2018,
    "kind": "diagnosis",
    "licence": "CC-BY-4.0",
    "units": ["0801"],
    "source_url": SOURCE,
    "cutoff_date": DAY.isoformat(),
}


def area_of(*corners: tuple[float, float]) -> MultiPolygon:
    return MultiPolygon(Polygon(corners, srid=4326), srid=4326)


@pytest.fixture
def people() -> Any:
    return member("edita", "editor", 15), member("aprueba", "approver", 15)


def publish(people: Any, kind: Any, record: Any) -> Any:
    editor, approver = people
    sent = door.take(editor, kind, record.pk, record.version, Step.SUBMIT)
    return door.take(approver, kind, sent.pk, sent.version, Step.PUBLISH, cleared=True)


def test_a_file_is_hashed_read_and_numbered_after_the_highest(people: Any) -> None:
    of = study()
    first = add(people[0], of, "Primera", file=kept(pdf("Cobertura en los distritos rurales")))
    assert (first.number, first.kind, first.state) == (1, "pdf", "draft")
    assert len(first.sha256 or "") == 64
    assert [page.text for page in first.pages.all()] == ["Cobertura en los distritos rurales"]
    second = add(people[0], of, "Segunda", address=f"{SOURCE}/2.pdf")
    assert (second.number, second.sha256) == (2, None)
    # Private until somebody confirms it, by the database too.
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyVersion.objects.filter(pk=first.pk).update(state="published")


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00", b"%PDF-1.4\n%%EOF\n", pdf("x", catalogue="/AA<</O 1 0 R>>")]
)
def test_a_file_that_cant_be_taken_leaves_nothing(content: bytes, people: Any) -> None:
    file = kept(content)
    with pytest.raises(InvalidParameter) as refused:
        add(people[0], study(), "Primera", file=file)
    assert refused.value.parameter == "file"
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert not StudyVersion.objects.filter(is_sample=False).exists()


def test_who_looks_after_another_commitment_adds_nothing() -> None:
    with pytest.raises(EditNotAllowed):
        add(member("ajena", "editor", 1), study(), "Otra", address=SOURCE)


def test_accents_and_plurals_are_forgiven_and_the_page_is_told(people: Any) -> None:
    made: Any = publish(people, STUDY, door.create(people[0], STUDY, SAID))
    text = "La población del distrito recibe agua clorada. Tel. 987654321"
    publish(people, STUDY_VERSION, add(people[0], made, "Primera", file=kept(pdf("Índice", text))))
    for question in ("inversion", "INVERSIONES", "gestiones", "poblaciones clorada", "índices"):
        assert index.found(question) == [made.pk], question
    for question in ("petróleo", "de la", "", "   ", "\0", "987654321", "&|!:*()'", "a" * 5_000):
        assert index.found(question) == [], question
    piece = index.snippets("poblaciones", [made.pk])[made.pk]
    assert piece.page == 2
    assert f"{index.MARK}población{index.END}" in piece.page_text


def test_the_title_counts_for_more_than_the_text(people: Any) -> None:
    of = study(title="Aguas residuales", abstract="Nada.")
    other = study(title="Otra cosa", abstract="Trata de lo residual.")
    assert index.found("residual") == [of.pk, other.pk]


def test_a_text_is_read_here_only_under_a_licence_that_permits_it(people: Any) -> None:
    of = study(licence="reserved")
    publish(people, STUDY_VERSION, add(people[0], of, "x", file=kept(pdf("Palabra ornitorrinco"))))
    assert index.found("ornitorrinco") == []
    SanitationStudy.objects.filter(pk=of.pk).update(licence="CC0-1.0")
    index.refresh_index()
    assert index.found("ornitorrinco") == [of.pk]


def test_a_text_of_more_words_than_an_index_holds_is_left_out(people: Any) -> None:
    of = study()
    made = version(of)
    StudyPage.objects.bulk_create(
        StudyPage(
            version=made,
            number=number,
            text=" ".join(f"p{number}x{word:06d}y" for word in range(1_500)),
        )
        for number in range(1, 81)
    )
    StudyIndex.objects.all().delete()
    index.refresh_index()
    assert of.pk in index.found("diagnostico")


def test_what_is_withdrawn_is_found_no_more(people: Any) -> None:
    made: Any = publish(people, STUDY, door.create(people[0], STUDY, SAID))
    assert index.found("gestion") == [made.pk]
    door.take(people[1], STUDY, made.pk, made.version, Step.WITHDRAW)
    assert index.found("gestion") == []
    assert made.pk not in library.studies().values_list("pk", flat=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", 1492),
        ("year", 2999),
        ("kind", "x"),
        ("licence", "MIT"),
        ("units", ["999999"]),
        ("title", ""),
        ("abstract", "Escriba a alguien@example.org"),
        ("source_url", ""),
        ("cutoff_date", "2999-01-01"),
        ("footprint", area_of((0, 0), (1, 0), (1, 1), (0, 0))),
        ("footprint", area_of((-72, -13), (-71, -14), (-71, -13), (-72, -14), (-72, -13))),
    ],
)
def test_what_may_not_be_said_is_named(name: str, value: Any, people: Any) -> None:
    with pytest.raises(InvalidValues) as refused:
        door.create(people[0], STUDY, SAID | {name: value})
    assert name in {problem.parameter for problem in refused.value.problems}
    assert not SanitationStudy.objects.filter(is_sample=False).exists()


def test_the_map_shows_what_was_drawn_or_the_units(people: Any) -> None:
    made: Any = publish(people, STUDY, door.create(people[0], STUDY, SAID))
    made.refresh_from_db()
    assert made.shape is not None
    assert made.shape.geom_type == "MultiPolygon"
    drawn = area_of((-72, -13), (-71, -13), (-71, -14), (-72, -13))
    other: Any = publish(
        people, STUDY, door.create(people[0], STUDY, SAID | {"footprint": drawn, "units": []})
    )
    other.refresh_from_db()
    assert other.shape.equals(other.footprint)
    assert study(units=[]).shape is None


def test_samples_say_so_and_go() -> None:
    samples.load()
    samples.load()
    found = SanitationStudy.objects.filter(is_sample=True)
    assert found.count() == 100
    assert {unit for units in found.values_list("units", flat=True) for unit in units} == {
        f"{number:02}" for number in range(1, 26)
    }
    assert all(title.startswith(SAMPLE_PREFIX) for title in found.values_list("title", flat=True))
    samples.remove()
    assert not found.exists()
