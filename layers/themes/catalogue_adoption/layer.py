"""Commitment 11: facilities by whether they use a catalogue, and which version of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, marked, of_value
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.models import AdoptionState, CatalogueAdoption

_COLOR = palette.THEME["health"]
_DARK, _LIGHT, _MUTED = "#5e1b3d", "#d98cb1", "#99808c"
_EDGE, _DARK_EDGE = Stroke(palette.PAPER, 1.0), Stroke(_DARK, 1.4)
_NAMED_FROM = 300_000


def _rows(user: AnyUser) -> QuerySet[CatalogueAdoption]:
    return CatalogueAdoption.objects.published()


def _rule(name: str, title: str, tests: list[dict[str, Any]], marker: Marker) -> Rule:
    return Rule(
        name,
        title,
        filter={"op": "and", "args": tests} if len(tests) > 1 else tests[0],
        marker=marker,
        label=Label(
            "facility_name", size_px=10, color=_DARK, offset_y_px=12, max_scale=_NAMED_FROM
        ),
    )


_USED = of_value("state", AdoptionState.IN_USE.value)
_NO_EDITION = of_value("edition", None)
# The first are drawn on top: of a facility with several catalogues, the one that it uses.
_CLASSES = (
    _rule(
        "version",
        "usa el catálogo, en una versión que se conoce",
        [_USED, {"op": "not", "args": [_NO_EDITION]}],
        Marker(Fill(_COLOR), _EDGE, 9),
    ),
    # The light class would fade without a dark edge.
    _rule(
        "some_version",
        "usa el catálogo, y no se sabe qué versión",
        [_USED, _NO_EDITION],
        Marker(Fill(_LIGHT), _DARK_EDGE, 8),
    ),
    _rule(
        "not_used",
        "no usa el catálogo",
        [of_value("state", AdoptionState.NOT_USED.value)],
        Marker(Fill(_MUTED), _DARK_EDGE, 8, "square"),
    ),
)


def _as_sample(rule: Rule) -> Rule:
    """A sample's paper is inside, between the lines."""
    return marked(rule, dict.fromkeys((_LIGHT, _MUTED), _DARK_EDGE))


CATALOGUE_ADOPTION = Layer(
    name="catalogue_adoption",
    title="Uso de los catálogos de salud",
    abstract="Qué versión de cada catálogo de salud usan los sistemas de un establecimiento: una "
    "fila por establecimiento y catálogo, con la fecha y la fuente que lo dice. De un "
    "establecimiento sin fila no se sabe: no es que no use ninguno. La posición es la del "
    "registro de establecimientos (RENIPRESS); el que no la tiene en él está en la tabla y no en "
    "el mapa.",
    theme="health",
    keywords=("salud", "catálogos", "estándares", "interoperabilidad", "códigos"),
    commitments=(11,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="facility_name",
    fields=fields_of(
        CatalogueAdoption,
        "facility_code",
        "facility_name",
        "reported_name",
        "category",
        "catalogue",
        "state",
        "edition",
        "adopted_on",
        *DECLARED,
        LOCATED,
        "source_url",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Establecimientos por uso de un catálogo",
        facts_and_samples(_CLASSES, _as_sample),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    licence="",
    attribution="MINSA",
    sheet="/catalogos/uso/?establecimiento={facility_code}",
)
