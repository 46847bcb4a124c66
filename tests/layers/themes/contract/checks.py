"""What is asked of every theme, a check for each part; an AssertionError says what is missing.

The checks ask as a client or a person would, by address, and know nothing of a theme but what
its ``Theme`` says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from layers import registry, tiles
from layers.layer import Layer
from layers.loading import importing
from layers.reading.context import Context, Feed
from layers.reading.results import SourceError
from layers.source import Source
from layers.themes.samples import sample_files
from layers.themes.theme import Part, Theme
from territory.models.placed import SAMPLE_PREFIX
from tests.frontend.reading import text_of
from tests.ows.wfs import wire as wfs
from tests.ows.wms import wire as wms
from tests.territory.shapes import FIXTURES

DOCS = FIXTURES.parent / "docs"
ROOMS = FIXTURES.parent / "layers" / "themes"
ANYONE = AnonymousUser()
PROVENANCE = {"source", "cutoff_date", "is_sample", "commitments"}
_NOT_A_TABLE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass(frozen=True)
class Asked:
    """A theme, and the client that asks for it."""

    theme: Theme
    client: Client

    @property
    def models(self) -> tuple[type[Any], ...]:
        return (*self.theme.records, *self.theme.counts)

    def json(self, address: str, **parameters: Any) -> Any:
        response = self.client.get(address, parameters)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return json.loads(wfs.body(response))

    def page(self, address: str) -> str:
        response = self.client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return response.content.decode()

    def layers(self) -> Iterator[Layer]:
        assert self.theme.layers, "no layer"
        yield from self.theme.layers


def check_import(asked: Asked) -> None:
    """The official file's reader takes its own samples, and refuses them as facts, and no table."""
    assert asked.theme.sources, "no source"
    for source in asked.theme.sources:
        assert importing.find(source.name) is source
        for data, feed in _samples(source):
            with pytest.raises(SourceError):
                source.read(_NOT_A_TABLE, _context(source, samples=False, feed=feed))
            reading = source.read(data, _context(source, samples=True, feed=feed))
            assert reading.number_of_rows > 0, f"{source.name} reads no row of its samples"
            assert reading.errors == (), reading.errors[:3]
            as_facts = source.read(data, _context(source, samples=False, feed=feed))
            assert as_facts.number_of_rows == 0, f"{source.name} takes samples for facts"


def check_sample(asked: Asked) -> None:
    """Samples are written by the room's own script, over all regions, and marked."""
    assert (ROOMS / asked.theme.name / "sample.py").is_file(), "no sample.py in the room"
    files = sample_files(FIXTURES)
    for source in asked.theme.sources:
        assert any(name.startswith(source.sample) for name in files), source.name
    assert asked.models, "no model whose rows are shown"
    for model in asked.models:
        rows = model._default_manager.filter(is_sample=True)
        codes = rows.exclude(declared_unit=None).values_list("declared_unit", flat=True)
        departments = {code[:2] for code in codes}
        assert len(departments) == 25, f"{model.__name__}: {len(departments)} regions"


def check_map(asked: Asked) -> None:
    """WMS draws each layer and says what its symbols mean; samples are named as such."""
    for layer in asked.layers():
        info = _info(layer)
        west, south, east, north = info.extent or (0, 0, 0, 0)
        box = f"{west - 0.5},{south - 0.5},{east + 0.5},{north + 0.5}"
        drawn = wms.ask(asked.client, LAYERS=layer.name, CRS="CRS:84", BBOX=box)
        assert not wms.is_blank(wms.pixels(drawn)), f"{layer.name} draws nothing"
        legend = asked.client.get(
            "/ows/wms",
            {
                "service": "WMS",
                "version": "1.3.0",
                "request": "GetLegendGraphic",
                "layer": layer.name,
                "format": "image/png",
                "sld_version": "1.1.0",
            },
        )
        assert not wms.is_blank(wms.pixels(legend)), f"{layer.name} has no legend"
        assert info.has_samples == info.title.startswith(SAMPLE_PREFIX)


def check_features(asked: Asked) -> None:
    """WFS and OGC API give each layer's rows, with the same number of them."""
    for layer in asked.layers():
        answer = wfs.xml(wfs.ask(asked.client, typeNames=f"ta:{layer.name}", count="1"))
        assert len(wfs.ids(answer)) == 1, f"{layer.name}: WFS gives no feature"
        items = asked.json(f"/ogc/collections/{layer.name}/items", f="json", limit=1)
        assert len(items["features"]) == 1, f"{layer.name}: OGC API gives no feature"
        assert str(items["numberMatched"]) == answer.get("numberMatched")


def check_tile(asked: Asked) -> None:
    """Some vector tile of the country holds each layer."""
    for layer in asked.layers():
        extent = _info(layer).extent
        assert extent is not None, f"{layer.name} is nowhere"
        places = [(x, y) for x in range(16, 20) for y in range(31, 36)]
        assert any(tiles.mvt_tile(layer, ANYONE, 6, x, y) for x, y in places), layer.name
        found = asked.client.get(f"/ogc/collections/{layer.name}/tiles/WebMercatorQuad/4/8/4?f=mvt")
        assert found.status_code in (200, 204), f"{layer.name}: {found.status_code}"


def check_api(asked: Asked) -> None:
    """The domain API describes each layer and gives its rows as GeoJSON."""
    listed = {layer["name"] for layer in asked.json("/api/v1/layers/", limit=1000)["results"]}
    for layer in asked.layers():
        assert layer.name in listed, f"{layer.name} is not in /api/v1/layers/"
        page = asked.json(f"/api/v1/layers/{layer.name}/features/", limit=2)
        assert page["type"] == "FeatureCollection"
        assert page["features"], f"{layer.name} has no feature"


def check_provenance(asked: Asked) -> None:
    """Every row says where it comes from and whether it is a sample, on every way out."""
    for layer in asked.layers():
        items = asked.json(f"/ogc/collections/{layer.name}/items", f="json", limit=5)
        rows = asked.json(f"/api/v1/layers/{layer.name}/features/", limit=5)
        for feature in (*items["features"], *rows["features"]):
            said = {name for name, value in feature["properties"].items() if value is not None}
            assert said >= PROVENANCE, f"{layer.name} lacks {PROVENANCE - said}"
        info = _info(layer)
        assert info.source, f"{layer.name} has no source"
        assert info.cutoff_date is not None, f"{layer.name} has no cut-off date"


def check_permission(asked: Asked) -> None:
    """Everybody reads; nobody who is not signed in writes, by no protocol."""
    for layer in asked.layers():
        assert layer in registry.published(ANYONE), f"{layer.name} is not published"
        for address in (
            f"/ogc/collections/{layer.name}/items",
            f"/api/v1/layers/{layer.name}/features/",
        ):
            for method in ("post", "put", "patch", "delete"):
                answer = getattr(asked.client, method)(address, "{}", "application/json")
                assert answer.status_code in (401, 403, 405), f"{method} {address}"


def check_commitment_page(asked: Asked) -> None:
    """``/compromisos/<n>/`` shows each layer, by name, and what it amounts to."""
    assert asked.theme.commitments, "serves no commitment"
    shown = {number: asked.page(f"/compromisos/{number}/") for number in asked.theme.commitments}
    for number, page in shown.items():
        assert any(f"/catalogo/{layer.name}/" in page for layer in asked.layers()), number
        assert "EJEMPLO" in page, f"{number}: samples are not marked"
    for layer in asked.layers():
        assert any(f"/catalogo/{layer.name}/" in page for page in shown.values()), layer.name


def check_unit_page(asked: Asked) -> None:
    """``/t/<ubigeo>/`` of a unit that a row declares shows something of the theme's rows."""
    assert asked.models, "no model whose rows are shown"
    for model in asked.models:
        row = _placed(model)
        # A count has no measures: its series goes by the layer's title.
        measures = getattr(model, "measures", ())
        titles = [str(measure.title) for measure in measures] or [
            layer.title for layer in asked.layers()
        ]
        seen = text_of(asked.client, f"/t/{row.declared_unit_id[:2]}/").lower()
        assert any(title.lower() in seen for title in titles), f"{model.__name__}: {titles}"


def check_figure(asked: Asked) -> None:
    """A unit's summary holds figures of each model, with source, cut-off and sample's mark."""
    assert asked.models, "no model that is counted"
    for layer in asked.layers() if asked.theme.counts else ():
        cells = asked.json(f"/api/v1/series/{layer.name}/", unit="13")["results"]
        assert cells, f"{layer.name} has no series"
        for cell in cells:
            assert cell["source"], cell
            assert cell["cutoff_date"], cell
            assert cell["is_sample"] is True, cell
    for model in asked.theme.records:
        names = {measure.name for measure in model.measures}
        assert names, f"{model.__name__} measures nothing"
        code = _placed(model).declared_unit_id[:2]
        summary = asked.json(f"/api/v1/units/{code}/summary/")
        figures = [
            figure
            for commitment in summary["commitments"]
            if commitment["number"] in asked.theme.commitments
            for figure in commitment["figures"]
            if figure["name"] in names
        ]
        assert figures, f"{model.__name__} has no figure at {code}"
        for figure in figures:
            assert figure["source"], figure
            assert figure["cutoff_date"], figure
            assert figure["is_sample"] is True, figure


def check_search(asked: Asked) -> None:
    """A row is found by its name, and leads somewhere."""
    assert asked.theme.records, "no row that has a name"
    for model in asked.theme.records:
        row = _placed(model)
        found = asked.json("/api/v1/search/", q=str(row))["results"]
        hits = [hit for hit in found if hit["layer"] in {layer.name for layer in asked.layers()}]
        assert hits, f"«{row}» is not found"
        assert hits[0]["is_sample"] is True
        assert asked.client.get(hits[0]["address"]).status_code in (200, 302)


def check_administration(asked: Asked) -> None:
    """Each model has its page in the administration, for who may see it and for nobody else."""
    assert asked.models, "no model"
    staff = User.objects.get_or_create(username="contrato-personal", is_staff=True)[0]
    root = User.objects.get_or_create(username="contrato-raiz", is_staff=True, is_superuser=True)[0]
    for model in asked.models:
        assert model in admin.site._registry, f"{model.__name__} is not in the administration"
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert asked.client.get(address).status_code == 302
        for user, status in ((staff, 403), (root, 200)):
            asked.client.force_login(user)
            assert asked.client.get(address).status_code == status, f"{user}: {address}"
        asked.client.logout()


def check_guide(asked: Asked) -> None:
    """A guide in Spanish names each source and every column that its files may have."""
    path = DOCS / asked.theme.guide
    assert asked.theme.guide, "no guide"
    assert path.is_file(), f"docs/{asked.theme.guide} is missing"
    text = path.read_text("utf-8")
    assert asked.theme.sources, "no source to explain"
    for source in asked.theme.sources:
        assert re.search(rf"\b{source.name}\b", text), f"{source.name} is not named"
    index = (DOCS / "importar.md").read_text("utf-8")
    assert asked.theme.guide in index, f"docs/importar.md does not lead to {asked.theme.guide}"


CHECKS: dict[Part, Callable[[Asked], None]] = {
    Part.IMPORT: check_import,
    Part.SAMPLE: check_sample,
    Part.MAP: check_map,
    Part.FEATURES: check_features,
    Part.TILE: check_tile,
    Part.API: check_api,
    Part.PROVENANCE: check_provenance,
    Part.PERMISSION: check_permission,
    Part.COMMITMENT_PAGE: check_commitment_page,
    Part.UNIT_PAGE: check_unit_page,
    Part.FIGURE: check_figure,
    Part.SEARCH: check_search,
    Part.ADMINISTRATION: check_administration,
    Part.GUIDE: check_guide,
}


def _info(layer: Layer) -> registry.LayerInfo:
    return registry.describe(layer, ANYONE)


def _placed(model: type[Model]) -> Any:
    found = model._default_manager.filter(is_sample=True, declared_unit__isnull=False)
    row = found.order_by("pk").first()
    assert row is not None, f"{model.__name__} has no sample on a unit"
    return row


def _context(source: Source, *, samples: bool, feed: Feed | None = None) -> Context:
    context = importing._context(samples=samples, provenance=importing.SAMPLE_PROVENANCE)
    return replace(context, feed=feed) if source.needs_feed else context


def _samples(source: Source) -> Iterator[tuple[bytes, Feed | None]]:
    """The bytes of its samples, with the feed that they are; of many feeds two."""
    folder = FIXTURES / "samples"
    if source.needs_feed:
        for feed in source.sample_feeds[:2]:
            yield importing._zipped(folder / source.sample / feed.name), feed
    else:
        yield (folder / source.sample).read_bytes(), None
