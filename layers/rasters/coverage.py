"""A coverage as maps see it: a layer whose cells are in a file, and which has no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import formats

from layers.fields import Field, FieldType
from layers.geometry_types import GeometryType
from layers.layer import AnyUser, Layer, Summary, one_audience
from layers.models import Coverage, DataVersion
from layers.models.rasters import CoverageKind
from layers.rasters.ramps import Stop, class_stops, shown_in_legend, stops_of
from layers.styles.model import Fill, Rule, Stroke, Style
from layers.styles.palette import MUTED

# Of what only its agency sees: no shared cache may keep it.
_AGENCY_AUDIENCE = "agency"
Affine6 = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Band:
    """One number of every cell; the range is that of the cells with a value."""

    name: str
    title: str
    unit: str
    type: str
    nodata: float | None
    minimum: float | None
    maximum: float | None
    mean: float | None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Band:
        """As ``Coverage.bands`` keeps it."""
        return cls(**{name: stored.get(name) for name in cls.__dataclass_fields__})  # type: ignore[arg-type]

    @property
    def heading(self) -> str:
        """Title with unit, as a legend writes it."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class Raster:
    """Where the cells are; ``transform`` leads from columns and rows to the CRS (a, b, c, d, e, f).

    ``crs`` is the WKT of ``srid``.
    """

    key: str
    bands: tuple[Band, ...]
    crs: str
    srid: int
    width: int
    height: int
    transform: Affine6
    kind: CoverageKind
    accuracy: str
    stops: tuple[Stop, ...]
    has_relief: bool

    @property
    def is_classes(self) -> bool:
        """Whether its numbers are codes, which nothing may be mixed of."""
        return self.kind is CoverageKind.CLASSES

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell, in units of the CRS."""
        return abs(self.transform[0]), abs(self.transform[4])

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Least x and y, most x and y, in the CRS."""
        a, _b, c, _d, e, f = self.transform
        xs, ys = sorted((c, c + a * self.width)), sorted((f, f + e * self.height))
        return xs[0], ys[0], xs[1], ys[1]


@dataclass(frozen=True)
class RasterLayer(Layer):
    """A published raster; no feature service lists it."""

    raster: Raster = field(kw_only=True)

    @property
    def has_geometry(self) -> bool:
        """It is drawn, though it has no shapes."""
        return True


def no_rows(user: AnyUser) -> QuerySet[Any]:
    """A raster has cells instead."""
    return DataVersion.objects.none()


def agency_audience(user: AnyUser) -> str:
    """The audience of what is not for everybody yet."""
    return _AGENCY_AUDIENCE


def layer_of(coverage: Coverage) -> RasterLayer:
    """The layer of this version of a coverage."""
    raster = raster_of(coverage)
    west, south, east, north = coverage.extent
    return RasterLayer(
        name=coverage.name,
        title=coverage.title,
        abstract=" ".join(filter(None, (coverage.abstract, coverage.accuracy))),
        theme=coverage.theme,
        rows=no_rows,
        geom="",
        geometry_type=GeometryType.NONE,
        fields=fields_of(raster),
        style=style_of(raster),
        title_field="coverage",
        keywords=(*coverage.keywords, "ráster"),
        licence=coverage.licence,
        attribution=coverage.attribution,
        source=coverage.source,
        source_path=None,
        cutoff_path=None,
        version=coverage.version,
        summary=Summary(
            number_of_features=0,
            extent=(west, south, east, north),
            cutoff_date=coverage.cutoff_date,
            source_url=coverage.source_url,
        ),
        is_private=not coverage.is_public,
        audience=one_audience if coverage.is_public else agency_audience,
        raster=raster,
    )


def raster_of(coverage: Coverage) -> Raster:
    """Where its cells are and what they say."""
    bands = tuple(map(Band.of, coverage.bands))
    a, b, c, d, e, f = coverage.transform
    first = bands[0]
    stops = (
        class_stops(first.minimum, first.maximum)
        if coverage.kind == CoverageKind.CLASSES
        else stops_of(coverage.ramp, first.minimum, first.maximum)
    )
    return Raster(
        key=coverage.file_key,
        bands=bands,
        crs=coverage.crs,
        srid=coverage.srid,
        width=coverage.width,
        height=coverage.height,
        transform=(a, b, c, d, e, f),
        kind=CoverageKind(coverage.kind),
        accuracy=coverage.accuracy,
        stops=stops,
        has_relief=coverage.has_relief,
    )


def fields_of(raster: Raster) -> tuple[Field, ...]:
    """What is told of a point: whose raster it is, each band's value, how far to trust it."""
    return (
        Field("coverage", "Ráster"),
        *(Field(band.name, band.title, FieldType.NUMBER, unit=band.unit) for band in raster.bands),
        Field("source", "Fuente"),
        Field("cutoff_date", "Fecha de corte", FieldType.DATE),
        Field("accuracy", "Exactitud"),
    )


def style_of(raster: Raster) -> Style:
    """A rule for each colour, for legends; the map itself mixes what lies between."""
    band = raster.bands[0]
    edge = Stroke(MUTED, 0.5)
    rules = tuple(
        Rule(f"c{index}", _number(value, band.unit), fill=Fill(color), stroke=edge)
        for index, (value, color) in enumerate(shown_in_legend(raster.stops))
    )
    return Style("default", band.title, rules)


def _number(value: float, unit: str) -> str:
    digits = 0 if value == round(value) or abs(value) >= 100 else 2
    text = formats.number_format(round(value, digits), digits, force_grouping=True)
    return f"{text} {unit}".rstrip()
