"""fes:Filter_Capabilities: what ``ows.filters.fes20`` reads (FES 2.0 §7.14)."""

from __future__ import annotations

from lxml import etree

from ows.wfs.elements import element

# All of FES 2.0 table 14, the FALSE ones too: a client may ask for any.
CONFORMANCE = {
    "ImplementsQuery": True,
    "ImplementsAdHocQuery": True,
    "ImplementsFunctions": False,
    "ImplementsResourceId": True,
    "ImplementsMinStandardFilter": True,
    "ImplementsStandardFilter": True,
    "ImplementsMinSpatialFilter": True,
    "ImplementsSpatialFilter": True,
    "ImplementsMinTemporalFilter": True,
    "ImplementsTemporalFilter": True,
    "ImplementsVersionNav": False,
    "ImplementsSorting": True,
    "ImplementsExtendedOperators": False,
    "ImplementsMinimumXPath": True,
    "ImplementsSchemaElementFunc": False,
}
COMPARISONS = (
    "PropertyIsEqualTo",
    "PropertyIsNotEqualTo",
    "PropertyIsLessThan",
    "PropertyIsGreaterThan",
    "PropertyIsLessThanOrEqualTo",
    "PropertyIsGreaterThanOrEqualTo",
    "PropertyIsLike",
    "PropertyIsNull",
    "PropertyIsNil",
    "PropertyIsBetween",
)
GEOMETRY_OPERANDS = (
    "Envelope",
    "Point",
    "MultiPoint",
    "LineString",
    "Curve",
    "MultiCurve",
    "Polygon",
    "Surface",
    "MultiSurface",
)
SPATIAL_OPERATORS = (
    "BBOX",
    "Equals",
    "Disjoint",
    "Intersects",
    "Touches",
    "Crosses",
    "Within",
    "Contains",
    "Overlaps",
    "DWithin",
    "Beyond",
)
TEMPORAL_OPERANDS = ("TimeInstant", "TimePeriod")
TEMPORAL_OPERATORS = ("After", "Before", "During", "TEquals")


def constraint(
    name: str, *, value: bool | str, element_name: str = "ows:Constraint"
) -> etree._Element:
    """A constraint that states one value."""
    text = str(value).upper() if isinstance(value, bool) else value
    return element(
        element_name,
        element("ows:NoValues"),
        element("ows:DefaultValue", text),
        attributes={"name": name},
    )


def filter_capabilities() -> etree._Element:
    """The whole element."""
    conformance = (
        constraint(name, value=value, element_name="fes:Constraint")
        for name, value in CONFORMANCE.items()
    )
    comparisons = _named("fes:ComparisonOperator", COMPARISONS)
    return element(
        "fes:Filter_Capabilities",
        element("fes:Conformance", *conformance),
        element("fes:Id_Capabilities", *_named("fes:ResourceIdentifier", ("fes:ResourceId",))),
        element(
            "fes:Scalar_Capabilities",
            element("fes:LogicalOperators"),
            element("fes:ComparisonOperators", *comparisons),
        ),
        element(
            "fes:Spatial_Capabilities",
            _operands("Geometry", GEOMETRY_OPERANDS),
            element("fes:SpatialOperators", *_named("fes:SpatialOperator", SPATIAL_OPERATORS)),
        ),
        element(
            "fes:Temporal_Capabilities",
            _operands("Temporal", TEMPORAL_OPERANDS),
            element("fes:TemporalOperators", *_named("fes:TemporalOperator", TEMPORAL_OPERATORS)),
        ),
    )


def _operands(kind: str, names: tuple[str, ...]) -> etree._Element:
    qualified = tuple(f"gml:{name}" for name in names)
    return element(f"fes:{kind}Operands", *_named(f"fes:{kind}Operand", qualified))


def _named(name: str, values: tuple[str, ...]) -> list[etree._Element]:
    return [element(name, attributes={"name": value}) for value in values]
