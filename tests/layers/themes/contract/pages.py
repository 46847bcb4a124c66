"""What people have to see of a theme: pages, figures, search."""

from __future__ import annotations

from tests.frontend.reading import text_of
from tests.layers.themes.contract.asked import ANYONE, Asked, placed_row


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
        row = placed_row(model)
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
    counting = [one for one in asked.layers() if one.rows(ANYONE).model in asked.theme.counts]
    assert len(counting) >= len(asked.theme.counts), "counts without a layer"
    for layer in counting:
        cells = asked.json(f"/api/v1/series/{layer.name}/", unit="13")["results"]
        assert cells, f"{layer.name} has no series"
        for cell in cells:
            assert cell["source"], cell
            assert cell["cutoff_date"], cell
            assert cell["is_sample"] is True, cell
    for model in asked.theme.records:
        names = {measure.name for measure in model.measures}
        assert names, f"{model.__name__} measures nothing"
        code = placed_row(model).declared_unit_id[:2]
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
        row = placed_row(model)
        # What several rows are of is found once, by the name that they share.
        searched = model.searched
        name = getattr(row, searched.name) if searched and searched.thing else str(row)
        found = asked.json("/api/v1/search/", q=name)["results"]
        hits = [hit for hit in found if hit["layer"] in {layer.name for layer in asked.layers()}]
        assert hits, f"«{name}» is not found"
        assert hits[0]["is_sample"] is True
        assert asked.client.get(hits[0]["address"]).status_code in (200, 302)
