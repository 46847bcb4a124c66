"""What the files of a theme have to be: whole, readable, and honest about what they are."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio

from layers.exports.formats import FORMATS
from layers.layer import Layer
from tests.layers.themes.contract.asked import Asked, described
from tests.ows.wfs import wire as wfs


def check_download(asked: Asked) -> None:
    """Every format gives all rows of each layer, by OGC API and WFS, marked where they are samples.

    A layer's page links to each.
    """
    for layer in asked.layers():
        page = asked.page(f"/catalogo/{layer.name}/")
        for format_ in FORMATS:
            assert f"/descargar/?f={format_.name}" in page, (
                f"{layer.name}: no link to {format_.name}"
            )
            answer: Any = asked.client.get(
                f"/ogc/collections/{layer.name}/items", {"f": format_.name}
            )
            _check(layer, format_.name, answer)
            of_wfs = wfs.ask(asked.client, typeNames=layer.name, outputFormat=format_.name)
            assert of_wfs["Content-Disposition"] == answer["Content-Disposition"]
            of_wfs.getvalue()


def _check(layer: Layer, format_: str, answer: Any) -> None:
    content = answer.getvalue()  # first: while it is streamed its connection can ask nothing
    info = described(layer)
    assert answer.status_code == 200, f"{layer.name} as {format_}: {content[:300]!r}"
    found = re.fullmatch(r'attachment; filename="([\w.-]+)"', answer["Content-Disposition"])
    assert found is not None, f"{layer.name} as {format_} has no name"
    is_marked = found[1].startswith("EJEMPLO_")
    assert is_marked == info.has_samples, f"{layer.name} as {format_}: the name tells no sample"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / found[1]
        path.write_bytes(content)
        number = _number_of_rows(path)
    assert number == info.number_of_features, f"{layer.name} as {format_}: {number} rows"


def _number_of_rows(path: Path) -> int:
    """As GDAL or pandas count them."""
    if path.suffix == ".xlsx":
        return len(pd.read_excel(path, engine="calamine"))
    layers = [name for name, _type in pyogrio.list_layers(path)]
    return sum(
        pyogrio.read_info(path, layer=name, force_feature_count=True)["features"] for name in layers
    )
