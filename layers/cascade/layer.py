"""A layer that another server draws: what ours knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from layers.geometry_types import GeometryType
from layers.layer import Layer, Summary, one_audience
from layers.models import Cascade
from layers.rasters.coverage import agency_audience, no_rows
from layers.styles.model import Style


@dataclass(frozen=True)
class Remote:
    """Where and how a picture is asked for; ``legend`` is the legend's width and height, pixels."""

    key: str
    address: str
    name: str
    style: str
    srids: tuple[int, ...]
    legend: tuple[int, int] | None


@dataclass(frozen=True)
class CascadedLayer(Layer):
    """A layer of a remote WMS: it is drawn, and nothing else; no other service lists it."""

    remote: Remote = field(kw_only=True)

    @property
    def has_geometry(self) -> bool:
        """It is drawn, though it has no shapes here."""
        return True


def layer_of(cascade: Cascade) -> CascadedLayer:
    """The layer of this version of a remote one."""
    west, south, east, north = cascade.extent
    has_legend = cascade.legend_width > 0
    return CascadedLayer(
        name=cascade.name,
        title=cascade.title,
        abstract=_abstract(cascade),
        theme=cascade.theme,
        rows=no_rows,
        geom="",
        geometry_type=GeometryType.NONE,
        fields=(),
        style=Style("default", cascade.remote_style or cascade.title, ()),
        title_field="",
        keywords=("WMS en cascada",),
        licence=cascade.licence,
        attribution=cascade.attribution,
        source=cascade.source,
        source_path=None,
        cutoff_path=None,
        version=cascade.version,
        summary=Summary(
            number_of_features=0,
            extent=(west, south, east, north),
            cutoff_date=None,
            source_url="",
        ),
        is_private=not cascade.is_public,
        audience=one_audience if cascade.is_public else agency_audience,
        remote=Remote(
            key=cascade.key,
            address=cascade.address,
            name=cascade.remote_name,
            style=cascade.remote_style,
            srids=tuple(cascade.srids),
            legend=(cascade.legend_width, cascade.legend_height) if has_legend else None,
        ),
    )


def _abstract(cascade: Cascade) -> str:
    own = f"La dibuja el servidor de {cascade.source}, cada vez que se pide: aquí no se guarda."
    parts = [cascade.abstract, own]
    if cascade.stale_since is not None:
        since = timezone.localtime(cascade.stale_since)
        parts.append(f"El servicio no responde desde el {since:%d/%m/%Y}.")
    return " ".join(filter(None, parts))
