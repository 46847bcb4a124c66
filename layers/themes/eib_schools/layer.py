"""Commitment 5: EIB services on the map, by the family of their first language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import QuerySet

from layers.choices import Choice, Choices
from layers.layer import AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from layers.styles.twins import facts_and_samples, of_value
from layers.themes.eib_schools.speaking import speaking
from layers.themes.provenance import DECLARED, LOCATED, PROVENANCE
from territory.languages import families, languages
from territory.languages.matching import name_key
from territory.models import Attention, EibSchool

# Okabe and Ito's eight colours, which colour-blind people distinguish; circle and square make
# twice as many classes of them.
_COLORS = (
    "#d55e00",
    "#0072b2",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#e69f00",
    "#f0e442",
    "#4d4d4d",
)
# Most services are of one family: its many points stay behind the others' few.
_MOST, _MUTED = "Quechua", "#b3a58f"
_EDGE = Stroke(palette.INK, 0.8)
_SAMPLE_EDGE = Stroke(palette.INK, 1.4)
_INK = "#6b3200"
# Scale denominators from which schools are far enough apart on the map to be named.
_NAMED_FROM = 250_000
_ATTENTION_COLORS = {
    Attention.STRENGTHENING: "#0072b2",
    Attention.REVITALIZATION: "#d55e00",
    Attention.URBAN: "#009e73",
}


def _rows(user: AnyUser) -> QuerySet[EibSchool]:
    return EibSchool.objects.published()


def _class(
    name: str, title: str, field: str, value: str | None, color: str, shape: str = "circle"
) -> Rule:
    return Rule(
        name,
        title,
        filter=of_value(field, value),
        marker=Marker(Fill(color), _EDGE, 7 if shape == "circle" else 6.5, shape),
        label=Label("name", size_px=10, color=_INK, offset_y_px=12, max_scale=_NAMED_FROM),
    )


def _by_family() -> Iterator[Rule]:
    """The families that few services have are drawn above Quechua's many."""
    for at, family in enumerate(name for name in families() if name != _MOST):
        shape = "circle" if at < len(_COLORS) else "square"
        color = _COLORS[at % len(_COLORS)]
        yield _class(name_key(family), family, "family", family, color, shape)
    yield _class(name_key(_MOST), _MOST, "family", _MOST, _MUTED)
    yield _class("unknown", "Lengua no indicada", "family", None, palette.PAPER)


def _by_attention() -> Iterator[Rule]:
    for attention, color in _ATTENTION_COLORS.items():
        title = str(attention.label).capitalize()
        yield _class(attention.value, title, "attention", attention.value, color)
    yield _class("unknown", "Forma de atención no indicada", "attention", None, palette.PAPER)


def _as_sample(rule: Rule) -> Rule:
    assert rule.marker
    return replace(rule, marker=replace(rule.marker, stroke=_SAMPLE_EDGE, size_px=9))


EIB_SCHOOLS = Layer(
    name="eib_schools",
    title="Servicios de educación intercultural bilingüe (EIB)",
    abstract="Servicios educativos del registro nacional de instituciones educativas que brindan "
    "EIB (RNIIEE-EIB), con su forma de atención y hasta tres lenguas originarias. El registro no "
    "trae lugar: la posición, el nombre, los estudiantes y la UGEL son los del padrón de escuelas, "
    "por código modular y anexo; un servicio que el padrón no tiene no está en el mapa. El color "
    "es el de la familia de la primera lengua, según Glottolog. Para ver una lengua: language_1, "
    "language_2 o language_3 igual a su nombre oficial.",
    theme="education",
    keywords=(
        "educación",
        "EIB",
        "educación intercultural bilingüe",
        "lenguas originarias",
        "pueblos indígenas",
        "RNIIEE",
    ),
    commitments=(5,),
    rows=_rows,
    geom="geom",
    geometry_type="Point",
    title_field="name",
    fields=fields_of(
        EibSchool,
        "modular_code",
        "annex",
        "name",
        field_of(EibSchool, "language_1_id", name="language_1"),
        "variety_1",
        field_of(EibSchool, "language_2_id", name="language_2"),
        "variety_2",
        field_of(EibSchool, "language_3_id", name="language_3"),
        "variety_3",
        "family",
        "attention",
        "level",
        *DECLARED,
        LOCATED,
        "area",
        "ugel_code",
        "ugel",
        "reported_ugel",
        "dre",
        "local_code",
        "pupils",
        "register_source",
        "register_cutoff_date",
        *PROVENANCE,
    ),
    style=Style(
        "default",
        "Servicios EIB por familia de su primera lengua",
        facts_and_samples(_by_family(), _as_sample),
    ),
    styles=(
        Style(
            "attention",
            "Servicios EIB por forma de atención",
            facts_and_samples(_by_attention(), _as_sample),
        ),
    ),
    choices=Choices(
        "Lengua originaria",
        tuple(
            Choice(language.code, language.name, speaking([language.name]))
            for language in languages()
        ),
    ),
    sample_path="is_sample",
    source_url_path="source_url",
    licence="",
    attribution="MINEDU",
    sheet="/eib/servicios/{modular_code}-{annex}/",
)
