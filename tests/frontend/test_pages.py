"""The pages as a browser without script gets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries

from layers import registry
from layers.versions import bump
from territory.figures import PLACED_RECORDS
from territory.models import (
    AdminUnit,
    BoundarySource,
    Commitment,
    EnvironmentalCommission,
    Milestone,
)

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/mapa/",
    "/buscar/",
    "/buscar/?q=cusco",
    "/t/",
    "/t/15/",
    "/t/1501/",
    "/t/150101/",
    "/compromisos/",
    *(f"/compromisos/{number}/" for number in range(1, 19)),
    "/catalogo/",
    *(f"/catalogo/{layer.name}/" for layer in registry.LAYERS),
    "/ayuda/",
    "/ayuda/qgis/",
]


class Outline(HTMLParser):
    """What assistive technology leans on: landmarks, headings, ids, images, inline code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def _text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    html = response.content.decode()
    # Only the markup's own white space: numbers are grouped by a narrow one.
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html))


def _read(client: Client, address: str) -> tuple[int, bytes]:
    """Status and whole body: a stream left open would hold the connection's next query."""
    response = client.get(address)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, body


@pytest.mark.parametrize("address", PAGES)
def test_page_is_a_sound_document(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    outline = Outline(html)
    assert outline.all("html")[0]["lang"] == "es"
    assert [len(outline.all(tag)) for tag in ("h1", "main", "title")] == [1, 1, 1]
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    steps = zip([0, *levels], levels, strict=False)
    assert all(after <= before + 1 for before, after in steps), levels
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert outline.all("a")[0]["href"] == "#contenido", "the skip link comes first"
    assert all("alt" in image for image in outline.all("img"))


@pytest.mark.parametrize("address", PAGES)
def test_page_obeys_the_content_security_policy(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    outline = Outline(response.content.decode())
    for script in outline.all("script"):
        assert "src" in script or script.get("type") == "application/json"
    for _, attributes in outline.tags:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    outside = [
        str(attributes.get("src") or attributes.get("href"))
        for attributes in outline.all("script", "link", "img")
        if re.match(r"(?:https?:)?//", str(attributes.get("src") or attributes.get("href")))
    ]
    assert outside == [], "nothing is loaded from another host"


@pytest.mark.parametrize(
    "address",
    [
        "/t/999999/",
        "/t/99/",
        "/t/150/",
        "/t/abc/",
        "/compromisos/0/",
        "/compromisos/19/",
        "/catalogo/no_such_layer/",
        "/no-existe/",
    ],
)
def test_unknown_address_is_a_spanish_404(client: Client, address: str) -> None:
    assert "Aquí no hay nada" in _text(client, address, 404)


def test_error_page_needs_nothing_of_the_request(client: Client) -> None:
    response = server_error(client.get("/ayuda/").wsgi_request)
    assert response.status_code == 500
    assert "El sitio falló" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "limit", "each_theme"),
    [
        ("/", 6, 0),
        ("/compromisos/", 6, 0),
        ("/compromisos/3/", 8, 3),
        ("/t/", 1, 0),
        ("/t/15/", 10, 4),
        ("/t/150101/", 10, 4),
        ("/buscar/?q=cusco", 1, 0),
        ("/catalogo/", 1, 0),
    ],
)
def test_page_asks_the_database_a_fixed_number_of_times(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
    limit: int,
    each_theme: int,
) -> None:
    client.get(address)  # descriptions are kept after the first time
    themes = sum(len({(m.once_per, m.source) for m in model.measures}) for model in PLACED_RECORDS)
    with django_assert_max_num_queries(limit + each_theme * themes):
        client.get(address)


# Search


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("150101", "/t/150101/"),
        ("1501", "/t/1501/"),
        ("08", "/t/08/"),
        ("  150101 ", "/t/150101/"),
        ("Machupicchu", "/t/081304/"),
        ("ANCASH", "/t/02/"),
    ],
)
def test_exact_match_goes_to_its_sheet(client: Client, query: str, target: str) -> None:
    unit = AdminUnit.objects.get(pk=target.split("/")[2])
    response = client.get("/buscar/", {"q": query})
    assert (response.status_code, response.headers["Location"]) == (302, target), str(unit)


def test_namesakes_are_listed_with_what_contains_them(client: Client) -> None:
    text = _text(client, "/buscar/?q=san+isidro")
    assert "San Isidro Distrito · 150131 · Lima, Lima" in text
    assert "Huancavelica" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "-12.05, -77.04",
            ("El punto cae en", "no permiten decir el distrito", "Lima", "en el mapa"),
        ),
        ("18S 277925 8667091", ("El punto cae en", "Lima")),
        ("-14, -80", ("El punto no cae en ningún departamento",)),
        ("48.85, 2.35", ("caen fuera del Perú",)),
        ("xyzzyx", ("Sin resultados",)),
    ],
)
def test_search_says_what_it_found(client: Client, query: str, words: tuple[str, ...]) -> None:
    text = _text(client, f"/buscar/?q={query}")
    for word in words:
        assert word in text


def test_position_names_departments_only_while_boundaries_are_rough(client: Client) -> None:
    html = client.get("/buscar/?q=-12.05, -77.04").content.decode()
    assert re.findall(r'class="result" +href="/t/(\d+)/"', html) == ["15"]


def test_hostile_query_is_shown_as_text(client: Client) -> None:
    html = client.get("/buscar/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


# A unit's sheet


def test_sheet_shows_figures_with_source_and_date(client: Client) -> None:
    unit = AdminUnit.objects.get(pk="150101")
    text = _text(client, "/t/150101/")
    assert unit.population is not None
    assert f"{unit.population:,}".replace(",", "\u202f") in text
    with translation.override("es"):
        assert unit.source in text
    assert "30 de junio de 2025" in text


def test_sheet_tells_what_the_plan_names(client: Client) -> None:
    trujillo = _text(client, "/t/130101/")
    assert "Nombra lo que lo contiene: La Libertad (departamento)" in trujillo.replace(" )", ")")
    named = re.search(r"El plan nombra este lugar(.*)De alcance nacional", trujillo)
    assert named
    assert "17. Extorsiones" in named[1]
    assert "9. Transporte" not in named[1]
    cusco = _text(client, "/t/080101/")
    assert "El plan nombra este lugar" not in cusco
    elsewhere = cusco.split("El plan nombra otros lugares")[1]
    assert "17. Extorsiones" in elsewhere
    assert "9. Transporte" in elsewhere


def test_every_commitment_is_on_every_sheet(client: Client) -> None:
    html = client.get("/t/0801/").content.decode()
    assert set(re.findall(r"/compromisos/(\d+)/", html)) == {str(n) for n in range(1, 19)}


def test_approximate_boundary_is_told_and_dashed(client: Client) -> None:
    html = client.get("/t/150101/").content.decode()
    assert "Límite aproximado, no oficial" in html
    assert "stroke-dasharray" in html
    AdminUnit.objects.filter(pk="150101").update(boundary_source=BoundarySource.INEI)
    official = client.get("/t/150101/").content.decode()
    assert "Límite aproximado" not in official
    assert "stroke-dasharray" not in official


def test_unit_without_polygon_has_no_map(client: Client) -> None:
    AdminUnit.objects.filter(pk="150101").update(geom=None, boundary_source="")
    assert "GetMap" not in client.get("/t/150101/").content.decode()


def test_children_are_paged(client: Client) -> None:
    html = client.get("/t/1501/").content.decode()
    assert len(set(re.findall(r'href="/t/(1501\d\d)/"', html))) == 43
    parent = AdminUnit.objects.get(pk="1501")
    AdminUnit.objects.bulk_create(
        AdminUnit(
            ubigeo=f"1501{n}",
            level="district",
            parent=parent,
            name=f"Prueba {n}",
            source="prueba",
            cutoff_date="2025-01-01",
        )
        for n in range(60, 90)
    )
    assert "Página 1 de 2" in _text(client, "/t/1501/")
    second = client.get("/t/1501/?pagina=2").content.decode()
    assert len(set(re.findall(r'href="/t/(1501\d\d)/"', second))) == 73 - 60
    assert client.get("/t/1501/?pagina=nada").status_code == 200


# Facts and samples


def test_map_card_that_shows_samples_says_so(client: Client) -> None:
    text = _text(client, "/")
    assert "EJEMPLO · Comisiones ambientales" in text
    assert "EJEMPLO · Población" not in text
    EnvironmentalCommission.objects.all().delete()
    bump("environmental_commissions")
    text = _text(client, "/")
    assert "EJEMPLO · Comisiones" not in text
    assert "Comisiones ambientales" in text


def test_samples_are_marked_and_make_nothing_published(client: Client) -> None:
    page = _text(client, "/compromisos/3/")
    assert "Solo ejemplos, aún sin datos" in page
    assert "EJEMPLO · COMISIÓN DE EJEMPLO 1" in page
    sample = EnvironmentalCommission.objects.filter(is_sample=True).first()
    assert sample is not None
    sheet = _text(client, f"/t/{sample.declared_unit_id}/")
    assert f"EJEMPLO · {sample.name}" in sheet
    assert "publicada aquí" not in sheet


def test_fact_is_counted_where_it_is_declared(client: Client) -> None:
    fact = EnvironmentalCommission.objects.create(
        kind="CAM",
        name="CAM de Miraflores",
        declared_unit_id="150122",
        commitments=[3],
        source="MINAM",
        source_url="https://example.org/cam",
        cutoff_date="2019-12-31",
    )
    assert "1 fila publicada aquí" in _text(client, "/t/150122/")
    assert "1 fila publicada aquí" in _text(client, "/t/15/")
    page = client.get("/compromisos/3/").content.decode()
    assert fact.name in page
    assert 'href="https://example.org/cam"' in page


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
    page = _text(client, "/compromisos/3/")
    assert "CAR 2" in page
    assert "CAR con asistencia técnica 1 de 8 que dice el plan" in page
    assert "Fuente: MINAM; corte: 31 de diciembre de 2019." in page
    assert "CAM con asistencia" not in page  # not known of any
    assert "La Libertad 1 – 0" in page
    assert "Perú 2 1 1" in page
    sheet = _text(client, "/t/08/")
    assert "CAR con asistencia técnica 1" in sheet
    assert "que dice el plan" not in sheet


def test_sheet_shows_the_first_rows_and_leads_to_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    EnvironmentalCommission.objects.create(
        kind="CAM",
        name="CAM de la provincia",
        declared_unit_id="0801",
        commitments=[3],
        source="MINAM",
        cutoff_date="2019-12-31",
    )
    assert "Todo lo publicado en" not in _text(client, "/t/0801/")
    monkeypatch.setattr("frontend.views.units.ROWS_SHOWN", 1)
    page = client.get("/t/0801/").content.decode()
    assert "COMISIÓN DE EJEMPLO 4" not in page  # facts go first
    address = "/ogc/collections/environmental_commissions/items?f=html&filter=declared_ubigeo"
    assert address.replace("&", "&amp;") in page


def test_commitment_with_samples_only_has_a_map_and_no_figure(client: Client) -> None:
    page = client.get("/compromisos/3/").content.decode()
    assert "LAYERS=departments%2Cenvironmental_commissions" in page
    assert "Lo rayado es un ejemplo" in page
    assert "Sin cifras: los ejemplos no entran en ninguna." in page
    assert "fact-value" not in page


@pytest.mark.parametrize("number", [1, 2, 17])
def test_commitment_without_layer_says_so(client: Client, number: int) -> None:
    assert "Aún sin datos publicados" in _text(client, f"/compromisos/{number}/")


def test_commitment_shows_corrected_text_and_the_original(client: Client) -> None:
    found = Commitment.objects.get(number=11)
    assert "Respositorio" in found.text_original
    page = _text(client, "/compromisos/11/")
    assert "Repositorio Virtual" in page
    assert "Texto original" in page
    assert "Respositorio" in page.split("Texto original")[1]


def test_commitment_links_the_places_that_the_plan_names(client: Client) -> None:
    html = client.get("/compromisos/9/").content.decode()
    assert {"1501", "0701"} <= set(re.findall(r'href="/t/(\d+)/"', html))
    assert "Alcance nacional" in _text(client, "/compromisos/1/")


def test_milestone_is_shown_with_its_source(client: Client) -> None:
    assert "Aún sin hitos publicados" in _text(client, "/compromisos/1/")
    Milestone.objects.create(
        commitment=Commitment.objects.get(number=1),
        title="Primer foro",
        source_url="https://example.org/hito",
        cutoff_date="2018-01-01",
    )
    html = client.get("/compromisos/1/").content.decode()
    assert "Primer foro" in html
    assert "https://example.org/hito" in html


# The catalogue


def test_catalogue_lists_every_layer_and_counts_no_sample(client: Client) -> None:
    html = client.get("/catalogo/").content.decode()
    for layer in registry.LAYERS:
        assert f'href="/catalogo/{layer.name}/"' in html
    text = _text(client, "/catalogo/")
    assert "EJEMPLO · Comisiones ambientales" in text
    assert "0 elementos · con ejemplos, que no cuentan" in text


def test_layer_page_has_metadata_fields_and_addresses(client: Client) -> None:
    text = _text(client, "/catalogo/districts/")
    for word in ("population", "Población", "hab.", "EPSG:32718", "MIT", "1\u202f891"):
        assert word in text
    assert "http://testserver/ogc/collections/districts" in text
    assert "http://testserver/ows/wfs" in text


def test_downloads_answer(client: Client) -> None:
    html = client.get("/catalogo/departments/").content.decode()
    found = [
        address.replace("&amp;", "&") for address in re.findall(r'href="(/ows/wfs[^"]+)"', html)
    ]
    assert len(found) == 3
    for address in found:
        status, body = _read(client, address)
        assert status == 200, address
        assert b"Amazonas" in body


def test_links_of_the_pages_lead_somewhere(client: Client) -> None:
    seen: set[str] = set()
    for address in ("/", "/t/150101/", "/compromisos/3/", "/catalogo/districts/", "/ayuda/"):
        outline = Outline(client.get(address).content.decode())
        for link in outline.all("a"):
            seen.add(str(link["href"]).split("#")[0])
    inside = {address for address in seen if address.startswith("/")}
    assert len(inside) > 25
    assert [address for address in inside if _read(client, address)[0] >= 400] == []
