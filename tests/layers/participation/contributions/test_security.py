"""What contributions on commitments 16, 17 and 18 may hold, and what is published of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from layers.errors import InvalidParameter
from layers.models import ContributionPhoto, StoredFile
from layers.participation import answering, moderating
from layers.participation.moderating import MOST_OF_SUMMARY, Publication
from layers.participation.photos import Photo
from territory.models import Contribution, ContributionStep, TransitRoute
from territory.participation.nearby import all_near
from territory.participation.sensitive import (
    finer_places,
    holds_personal_data,
    possible_names,
    public_fault,
    summary_fault,
)
from tests.contributions import WORDS, editor, lead_of, moderator, sent
from tests.security_contributions import (
    DISTRICT,
    KEPT,
    NUMBERS,
    of_district,
    pinned,
    summarised,
    summary,
    written,
)

pytestmark = pytest.mark.django_db

PHOTO = Photo(b"x", 1, 1)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("send", [pinned, of_district])
def test_of_a_place_only_the_unit_that_may_be_named_is_kept(number: int, send: Any) -> None:
    found = send(number).contribution
    found.refresh_from_db()
    assert found.geom is None
    assert not found.says_public_place
    # A pin's district isn't known while boundaries are computed; its coarser units are.
    assert found.unit_id == KEPT[number] if send is of_district else found.unit_id in KEPT.values()
    assert len(found.unit_id) <= len(KEPT[number])
    published = summarised(moderator(), send(number))
    assert published.public_geom is None
    assert not published.is_public_place


@pytest.mark.parametrize("number", NUMBERS)
def test_the_database_keeps_no_finer_place_whoever_writes(number: int) -> None:
    found = of_district(number).contribution
    place = sent().contribution.geom
    rows = Contribution.objects.filter(pk=found.pk)
    rows.update(geom=place, is_public_place=True, says_public_place=True, unit_id=DISTRICT)
    rows.update(feature_layer="schools", feature_fid="1", feature_name="Colegio")
    found.refresh_from_db()
    assert (found.geom, found.is_public_place, found.says_public_place) == (None, False, False)
    assert found.unit_id == KEPT[number]
    assert (found.feature_layer == "") == (number != 16)
    with pytest.raises(DatabaseError, match="only a summary"), transaction.atomic():
        rows.update(state="published", public_text=found.text, published_at=found.received_at)


@pytest.mark.parametrize("number", NUMBERS)
def test_no_photo_is_taken(number: int) -> None:
    with pytest.raises(InvalidParameter, match="foto") as refused:
        of_district(number, photo=PHOTO)
    assert refused.value.parameter == "photo"
    assert not ContributionPhoto.objects.exists()


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "said",
    [
        "El que cobra tiene el celular 987654321, lo saben todos.",
        "Llama del 9 8 7 6 5 4 3 2 1 y amenaza a los choferes.",
        "Su número es 987.654.321, avisen a alguien por favor.",
        "El señor del DNI 12345678 cobra cupos en el mercado.",
        "Su documento dice 12 34 56 78 y cobra en el mercado.",
        "Escríbanme a alguien@example.org y les cuento todo.",
        "Me llamo así y asá, mi teléfono: (044) 123456, llamen.",
    ],
)
def test_ways_to_reach_somebody_are_not_even_kept(number: int, said: str) -> None:
    with pytest.raises(InvalidParameter, match="documento") as refused:
        of_district(number, text=said)
    assert refused.value.parameter == "text"
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        "En 2021-2022 subieron las denuncias, y en 2023 más.",
        "Cobran 1 500 soles a cada puesto, cada 15 días.",
        "Son 25 regiones y 196 provincias en el país.",
    ],
)
def test_years_and_sums_reach_nobody(said: str) -> None:
    assert not holds_personal_data(said)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dicen que Rosa Quispe cobra.", ["Rosa Quispe"]),
        ("Dicen que fue Juan de la Cruz, y Carlos lo vio.", ["Juan de la Cruz"]),
        ("JUAN PEREZ LOPEZ cobra cupos.", ["JUAN PEREZ LOPEZ"]),
        ("En San Juan de Lurigancho no pasa.", []),
        ("La Policía Nacional del Perú no vino.", []),
        ("Nadie vino.", []),
    ],
)
def test_what_reads_as_a_name_is_shown_to_who_moderates(text: str, names: list[str]) -> None:
    assert possible_names(text) == names


def test_a_moderator_is_shown_possible_names(client: Client) -> None:
    client.force_login(moderator())
    received = of_district(17)
    page = client.get(f"/participar/moderacion/{received.contribution.pk}/").content.decode()
    assert "Parecen nombres de personas:" in page
    assert "Rosa Quispe" in page
    assert 'name="names_nobody"' in page
    # What is offered to begin with is nothing: the summary is the moderator's own.
    assert ">Qzescrito17" not in page.split("<textarea", 1)[1].split("</textarea>", 1)[0]


@pytest.mark.parametrize("number", NUMBERS)
def test_what_was_written_is_no_summary(number: int) -> None:
    text = written(number)
    user, found = moderator(), of_district(number).contribution
    for copied in (text, text.upper(), f"Se dice: {text}", text.replace(":", " -")):
        with pytest.raises(InvalidParameter, match="otras palabras"):
            moderating.publish(user, found.pk, 1, Publication(copied, names_nobody=True))
    assert summary_fault(number, KEPT[number], text, summary(number)) == ""


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("Cobros en El Porvenir, según quien escribe.", "menor"),
        ("Cobros en Alto Trujillo y alrededores, se dice.", "menor"),
        ("Cobros en la Av. Jaime Blanco, se dice aquí.", "dirección"),
        ("Cobros en el jr. 28 de Julio, se dice aquí.", "dirección"),
        ("Cobros en -8.08643, -79.00312, se dice aquí.", "coordenadas"),
        ("Cobros, véase https://example.org/mapa de eso.", "enlace"),
        ("Cobros, véase maps.example.com para el lugar.", "enlace"),
        ("Cobros; llame al 987654321 para saber más.", "documento"),
        ("x" * (MOST_OF_SUMMARY + 1), "letras"),
        ("corto", "al menos"),
    ],
)
def test_a_summary_tells_no_place_and_nobody(told: str, fault: str) -> None:
    user, found = moderator(), of_district(17).contribution
    with pytest.raises(InvalidParameter, match=fault):
        moderating.publish(user, found.pk, 1, Publication(told, names_nobody=True))
    found.refresh_from_db()
    assert found.state == "received"


def test_which_places_are_finer() -> None:
    assert finer_places(16, DISTRICT, "En El Porvenir cobran.") == []
    assert finer_places(17, "1301", "En Trujillo cobran, en La Libertad también.") == []
    assert finer_places(17, "1301", "Cobran en la esperanza de algo.") == []
    assert finer_places(17, "1301", "Cobran en La Esperanza.") == ["La Esperanza"]
    assert finer_places(18, "13", "En Otuzco y en Trujillo.") == ["Otuzco", "Trujillo"]
    assert finer_places(18, None, "En Otuzco.") == ["Otuzco"]
    assert public_fault(18, "13", "En La Libertad.") == ""


def test_a_summary_says_that_it_names_nobody() -> None:
    user, found = moderator(), of_district(17).contribution
    with pytest.raises(InvalidParameter, match="Rosa Quispe") as refused:
        moderating.publish(user, found.pk, 1, Publication("Rosa Quispe cobra, se dice."))
    assert refused.value.parameter == "names_nobody"
    with pytest.raises(InvalidParameter, match="Confirme"):
        moderating.publish(user, found.pk, 1, Publication(summary(17)))


def test_no_photo_is_shown_of_one_that_has_it_from_before() -> None:
    """As a row may be that was received before."""
    found = of_district(17).contribution
    file = StoredFile.objects.create(name="x.jpg", media_type="image/jpeg")
    ContributionPhoto.objects.create(contribution=found, file=file, width=1, height=1)
    chosen = Publication(summary(17), names_nobody=True, shows_photo=True, is_public_place=True)
    moderating.publish(moderator(), found.pk, 1, chosen)
    assert not ContributionPhoto.objects.exists()
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_a_summary_is_no_redaction() -> None:
    found = summarised(moderator(), of_district(18))
    assert found.is_summarised
    assert not found.is_redacted
    kinds = set(ContributionStep.objects.values_list("kind", flat=True))
    assert kinds == {"received", "published"}


@pytest.mark.parametrize("number", NUMBERS)
def test_no_feature_of_another_commitment_is_named(number: int) -> None:
    route = TransitRoute.objects.published().filter(commitments=[9]).first()
    assert route is not None
    with pytest.raises(InvalidParameter) as refused:
        of_district(number, layer="transit_routes", fid=str(route.pk))
    assert refused.value.parameter == "feature"


def test_an_answer_tells_no_place_either() -> None:
    found = summarised(moderator(), of_district(17))
    who = editor(agency=lead_of(17))
    with pytest.raises(InvalidParameter, match="El Porvenir"):
        answering.answer(who, found.pk, found.version, "Se patrulla El Porvenir.", "accepted")
    answering.answer(who, found.pk, found.version, "Se patrulla más la provincia.", "accepted")


def test_nothing_is_near_and_nothing_is_far() -> None:
    user = moderator()
    summarised(user, pinned(17))
    other = pinned(17).contribution
    other.refresh_from_db()
    assert list(all_near(other)) == []


def test_other_commitments_stay_as_they_were() -> None:
    found = sent(photo=None).contribution
    found.refresh_from_db()
    assert found.geom is not None
    assert not found.is_summarised
    moderating.publish(moderator(), found.pk, 1, Publication(WORDS))
