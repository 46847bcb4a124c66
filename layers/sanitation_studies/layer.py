"""Commitment 15: the areas that published studies speak of.

What isn't published is on the pages of its agency alone, so that no cache can hold it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value

from layers.fields import Field
from layers.layer import AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.sanitation_studies.kinds import LAYER
from layers.styles import palette
from layers.styles.model import Fill, Label, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples
from layers.themes.theme import Serves
from territory.models import SanitationStudy

_COLOR = palette.THEME["sanitation"]
_NAMED_FROM = 3_000_000
SERVES = {
    15: Serves(
        "un repositorio de estudios en materia de saneamiento",
        "los estudios del repositorio, en el área de la que hablan",
    )
}


def _rows(user: AnyUser) -> QuerySet[SanitationStudy]:
    rows: Any = SanitationStudy.objects.published()
    found: QuerySet[SanitationStudy] = rows.annotate(
        units_text=Func(
            F("units"), Value(" "), function="array_to_string", output_field=TextField()
        )
    )
    return found


def _look(rule: Rule) -> Rule:
    return rule


_RULE = Rule(
    "study",
    "Área de un estudio",
    fill=Fill(_COLOR, 0.18),
    stroke=Stroke(_COLOR, 1.6),
    label=Label("title", size_px=10, color=_COLOR, max_scale=_NAMED_FROM),
)

SANITATION_STUDIES = Layer(
    name=LAYER,
    title="Estudios de saneamiento",
    abstract="Los estudios publicados del repositorio, en el área de la que hablan: la que se "
    "dibujó o las unidades que nombran. Un estudio sin área conocida está en las tablas y no en el "
    "mapa. Cada uno tiene su página, sus versiones con su SHA-256 y sus citas.",
    theme="sanitation",
    keywords=("saneamiento", "estudios", "repositorio", "publicaciones"),
    commitments=(15,),
    rows=_rows,
    geom="shape",
    geometry_type="MultiPolygon",
    title_field="title",
    fields=fields_of(
        SanitationStudy,
        field_of(SanitationStudy, "id", name="study", title="Número del estudio"),
        "title",
        "institution",
        "year",
        "kind",
        "licence",
        "abstract",
        Field(
            "units",
            "Ámbito",
            source="units_text",
            description="Ubigeos del INEI, separados por espacios; vacío si no se conoce.",
        ),
        field_of(SanitationStudy, "institution", name="source", title="Fuente"),
        "source_url",
        "cutoff_date",
        "is_sample",
    ),
    style=Style("default", "Estudios de saneamiento", facts_and_samples([_RULE], _look)),
    sample_path="is_sample",
    source="Instituciones autoras, en este sitio",
    source_path="institution",
    source_url_path="source_url",
    licence="",
    attribution="La institución autora de cada estudio",
    sheet="/estudios/{study}/",
)
LAYERS = (SANITATION_STUDIES,)
