"""A dataset as a layer, which every protocol serves as any other."""

from __future__ import annotations

from layers.datasets.columns import Column, from_json, published_fields
from layers.datasets.tables import GEOMETRY, SRID, DatasetRows
from layers.geometry_types import GeometryType
from layers.layer import AnyUser, Layer, Summary, one_audience
from layers.models.datasets import Dataset
from layers.styles.model import Style
from layers.styles.stored import from_json as style_from_json

# Of a dataset that only its agency sees: who sees it sees all of it, but no shared cache may.
AGENCY_AUDIENCE = "agency"


def agency_audience(user: AnyUser) -> str:
    """The audience of a layer that is not for everybody yet."""
    return AGENCY_AUDIENCE


def columns_of(dataset: Dataset) -> tuple[Column, ...]:
    """Its columns, in the file's order."""
    return tuple(map(from_json, dataset.fields))


def style_of(dataset: Dataset) -> Style:
    """Its style; of a table without geometry, and before there is one, that draws nothing."""
    if not dataset.style:
        return Style("default", dataset.title)
    return style_from_json(dataset.style)


def layer_of(dataset: Dataset) -> Layer:
    """The layer of this version of a dataset."""
    columns = columns_of(dataset)
    fields = published_fields(columns)
    geometry = GeometryType(dataset.geometry_type)
    return Layer(
        name=dataset.name,
        title=dataset.title,
        abstract=dataset.abstract,
        theme=dataset.theme,
        rows=DatasetRows(dataset.table, geometry, columns),
        geom=GEOMETRY,
        geometry_type=geometry,
        fields=fields,
        style=style_of(dataset),
        title_field=dataset.title_field or fields[0].name,
        keywords=tuple(dataset.keywords),
        commitments=tuple(dataset.commitments),
        srid=SRID,
        licence=str(dataset.get_licence_display()) if dataset.licence else "",
        attribution=dataset.attribution,
        source=dataset.source,
        source_path=None,
        cutoff_path=None,
        version=dataset.version,
        summary=summary_of(dataset),
        is_private=not dataset.is_public,
        audience=one_audience if dataset.is_public else agency_audience,
    )


def summary_of(dataset: Dataset) -> Summary:
    """What its rows amount to, as it is kept."""
    return Summary(
        number_of_features=dataset.number_of_features,
        extent=_corners(dataset.extent),
        cutoff_date=dataset.cutoff_date,
        source_url=dataset.source_url,
    )


def _corners(extent: list[float] | None) -> tuple[float, float, float, float] | None:
    if extent is None:
        return None
    west, south, east, north = extent
    return west, south, east, north
