"""Commitments on their pages: samples, figures, places, milestones."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client

from layers.themes import THEMES
from layers.versions import bump
from territory.models import (
    Commitment,
    EnvironmentalCommission,
    Milestone,
    PublishedPart,
    SanitationProject,
    TransitStop,
)
from tests.commitment_samples import without_data
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db

THEMES_BY_NAME = {theme.name: theme for theme in THEMES}


def test_map_card_that_shows_samples_says_so(client: Client) -> None:
    text = text_of(client, "/")
    assert "EJEMPLO · Comisiones ambientales" in text
    assert "EJEMPLO · Población" not in text
    EnvironmentalCommission.objects.all().delete()
    bump("environmental_commissions")
    text = text_of(client, "/")
    assert "EJEMPLO · Comisiones" not in text
    assert "Comisiones ambientales" in text


def test_samples_are_marked_and_make_nothing_published(client: Client) -> None:
    page = text_of(client, "/compromisos/3/")
    assert "Solo ejemplos, aún sin datos" in page
    assert "EJEMPLO · COMISIÓN DE EJEMPLO 1" in page
    sample = EnvironmentalCommission.objects.filter(is_sample=True).first()
    assert sample is not None
    sheet = text_of(client, f"/t/{sample.declared_unit_id}/")
    assert f"EJEMPLO · {sample.name}" in sheet
    assert "publicada aquí" not in sheet


def test_card_of_the_first_page_shows_one_part_and_the_others_folded(client: Client) -> None:
    page = " ".join(client.get("/").content.decode().split())
    card = page.partition('href="/compromisos/10/"')[2].partition("</li> </ul>")[0]
    headline, _, folded = card.partition("<details")
    assert "Solo ejemplos, aún sin datos: " in headline
    assert "encuestas" in folded
    assert "encuestas" not in headline
    assert "partes más" in folded.partition("<ul>")[0]
    # The commitment's own page has them all in one sentence.
    whole = text_of(client, "/compromisos/10/")
    for part in re.findall(r"<li>(.*?)</li>", folded.partition("</details>")[0]):
        assert part.strip() in whole


def test_figures_stand_with_source_and_date_and_targets_only_for_the_country(
    client: Client,
) -> None:
    for ubigeo, assisted in (("08", True), ("13", False), ("0801", None)):
        EnvironmentalCommission.objects.create(
            kind="CAR" if len(ubigeo) == 2 else "CAM",
            name=f"Comisión de {ubigeo}",
            declared_unit_id=ubigeo,
            assisted=assisted,
            commitments=[3],
            source="MINAM",
            cutoff_date="2019-12-31",
        )
    by_hand = text_of(client, "/compromisos/3/")
    assert "añadidas a mano: no se sabe si están todas" in by_hand
    assert "Perú 2 1 1" not in by_hand
    assert "de 8 que dice el plan" not in by_hand
    PublishedPart.objects.create(
        source="environment", covers=["PE"], records=["territory.environmentalcommission"]
    )
    page = text_of(client, "/compromisos/3/")
    assert "CAR 2" in page
    assert "CAR con asistencia según el registro 1 de 8 que dice el plan" in page
    assert "Fuente: MINAM; corte: 31 de diciembre de 2019." in page
    assert "CAM con asistencia" not in page  # not known of any
    assert "La Libertad 1 – 0" in page
    assert "Perú 2 1 1" in page
    sheet = text_of(client, "/t/08/")
    assert "CAR con asistencia según el registro 1" in sheet
    assert "que dice el plan" not in sheet


def test_commitment_with_samples_only_shows_their_map_and_figures_as_samples(
    client: Client,
) -> None:
    page = client.get("/compromisos/3/").content.decode()
    assert "LAYERS=departments%2Cenvironmental_commissions" in page
    assert "Lo rayado es un ejemplo" in page
    assert 'class="figure-table is-sample"' in page
    text = text_of(client, "/compromisos/3/")
    regional = EnvironmentalCommission.objects.filter(kind="CAR").count()
    assert f"EJEMPLO · CAR {regional} EJEMPLO · CAM" in text
    assert "EJEMPLO · Comisiones ambientales, por departamento" in text
    # Samples are never held against the plan's numbers.
    assert "EJEMPLO · CAR con asistencia según el registro" in text
    assert "de 8 que dice el plan" not in text


@pytest.mark.parametrize("number", [1, 2, 17])
def test_commitment_without_layer_says_so(client: Client, number: int) -> None:
    without_data(number)
    assert "Aún sin datos publicados" in text_of(client, f"/compromisos/{number}/")


def test_commitment_shows_corrected_text_and_the_original(client: Client) -> None:
    found = Commitment.objects.get(number=11)
    assert "Respositorio" in found.text_original
    page = text_of(client, "/compromisos/11/")
    assert "Repositorio Virtual" in page
    assert "Se corrigió 1 error de escritura" in page
    assert "« Respositorio » → « Repositorio »" in page
    assert "Respositorio Virtual" in page.rpartition("Texto original")[2]
    # Nothing was corrected there.
    untouched = text_of(client, "/compromisos/1/")
    assert "error de escritura" not in untouched
    assert "errores de escritura" not in untouched


def test_commitment_links_the_places_that_the_plan_names(client: Client) -> None:
    html = client.get("/compromisos/9/").content.decode()
    assert {"1501", "0701"} <= set(re.findall(r'href="/t/(\d+)/"', html))
    assert "Alcance nacional" in text_of(client, "/compromisos/1/")


@pytest.mark.usefixtures("untracked")
def test_milestone_is_shown_with_its_source(client: Client) -> None:
    assert "Aún sin hitos publicados" in text_of(client, "/compromisos/1/")
    Milestone.objects.create(
        commitment=Commitment.objects.get(number=1),
        code="1",
        title="Primer foro",
        source_url="https://example.org/hito",
        cutoff_date="2018-01-01",
        state="published",
    )
    html = client.get("/compromisos/1/").content.decode()
    assert "Primer foro" in html
    assert "https://example.org/hito" in html


def commission(ubigeo: str) -> None:
    EnvironmentalCommission.objects.create(
        kind="CAR",
        name=f"Comisión de {ubigeo}",
        declared_unit_id=ubigeo,
        commitments=[3],
        source="MINAM",
        cutoff_date="2019-12-31",
    )
    bump("environmental_commissions")


@pytest.mark.parametrize(
    ("covers", "extent"),
    [
        (None, " (filas añadidas a mano: no se sabe si están todas)"),
        (["08"], " (solo de: Cusco)"),
        (["08", "1301"], " (solo de: Cusco, Trujillo)"),
        (["01", "02", "03", "04"], " (solo de: Amazonas, Áncash, Apurímac y 1 territorio más)"),
        (
            ["01", "02", "03", "04", "05"],
            " (solo de: Amazonas, Áncash, Apurímac y 2 territorios más)",
        ),
        (["PE"], ""),
        # All that the country is made of.
        ([f"{number:02}" for number in range(1, 26)], ""),
    ],
)
def test_the_badge_says_which_part_the_files_cover(
    client: Client, covers: list[str] | None, extent: str
) -> None:
    commission("08")
    if covers:
        PublishedPart.objects.create(
            source="environment", covers=covers, records=["territory.environmentalcommission"]
        )
    shows = THEMES_BY_NAME["environmental_commissions"].serves[3].shows
    for address in ("/", "/compromisos/", "/compromisos/3/"):
        text = text_of(client, address)
        (said,) = re.findall(rf"Datos publicados: {re.escape(shows)}( \([^)]*\))?", text)
        assert said == extent, address


def test_of_what_names_places_all_of_them_are_the_whole(client: Client) -> None:
    """The plan says Lima and Callao of 9, the province of each (``fixtures/plan/plan.json``)."""
    stop = TransitStop.objects.first()
    assert stop is not None
    TransitStop.objects.filter(pk=stop.pk).update(is_sample=False, commitments=[9])
    bump("transit_stops")
    part = PublishedPart.objects.create(
        source="transport_atu", covers=["1501"], records=["territory.transitstop"]
    )
    assert "(solo de: Lima)" in text_of(client, "/compromisos/9/")
    PublishedPart.objects.filter(pk=part.pk).update(covers=["0701", "1501"])
    assert "solo de:" not in text_of(client, "/compromisos/9/")
    # What lies beyond them is no more of it.
    PublishedPart.objects.filter(pk=part.pk).update(covers=["0701", "15"])
    assert "solo de:" not in text_of(client, "/compromisos/9/")


def drawn(client: Client, number: int) -> list[str]:
    """The layers of the page's picture, from the bottom up."""
    content = client.get(f"/compromisos/{number}/").content.decode()
    (layers,) = re.findall(r'<img src="[^"]*LAYERS=([^&"]+)', content)
    return unquote(layers).split(",")


def test_no_sample_lies_over_facts_in_the_picture_and_no_area_over_points(client: Client) -> None:
    """Homes by water source are counted of departments, whose hatching hid the investments."""
    assert drawn(client, 14) == ["departments", "water_supply_counts", "sanitation_projects"]
    assert "Lo rayado es un ejemplo" in text_of(client, "/compromisos/14/")
    row = SanitationProject.objects.first()
    assert row is not None
    SanitationProject.objects.filter(pk=row.pk).update(is_sample=False)
    bump("sanitation_projects")
    assert drawn(client, 14) == ["departments", "sanitation_projects"]
    page = text_of(client, "/compromisos/14/")
    assert "Lo rayado es un ejemplo" not in page
    # The samples have their table and chart all the same, marked as such.
    assert "EJEMPLO" in page
