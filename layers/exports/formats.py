"""The formats in which a layer's features are taken home: a line for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.exports import (
    csv_description,
    csv_file,
    csvw,
    geojson_file,
    geopackage,
    kml,
    shapefile,
    workbook,
    xlsx,
)
from layers.exports.export import Export, Pieces

LONGITUDE_LATITUDE = 4326


@dataclass(frozen=True)
class FileFormat:
    """A format of files.

    ``name`` is what parameters call it, ``other_names`` what other servers do; ``media_type``
    what the answer says it is. ``in_any_crs``: the others are always EPSG:4326. ``describes`` is
    the format of tables of whose file this is the description, by its address where it
    ``is_linked``, else by its name.
    """

    name: str
    title: str | Promise
    media_type: str
    extension: str
    write: Callable[[Export], Pieces]
    other_names: tuple[str, ...] = ()
    in_any_crs: bool = False
    describes: str = ""
    is_linked: bool = False

    @property
    def bare_type(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]

    def file_name(self, export: Export) -> str:
        return f"{export.stem}.{self.extension}"


CSV = "text/csv; charset=utf-8"
GEOJSON = "application/geo+json"

# Of two with the same media type that type means the first.
FORMATS: tuple[FileFormat, ...] = (
    FileFormat("csv", _("CSV"), CSV, "csv", csv_file.write, ("text/csv",)),
    FileFormat("csv-excel", _("CSV para Excel"), CSV, "csv", csv_file.write_for_excel),
    FileFormat("csv-wkt", _("CSV con WKT"), CSV, "csv", csv_file.write_wkt),
    FileFormat("xlsx", _("Excel"), workbook.MEDIA_TYPE, "xlsx", xlsx.write, ("excel2007",)),
    FileFormat(
        "gpkg",
        _("GeoPackage"),
        "application/geopackage+sqlite3",
        "gpkg",
        geopackage.write,
        ("geopackage", "geopkg", "application/x-gpkg"),
        in_any_crs=True,
    ),
    FileFormat(
        "shp",
        _("Shapefile (zip)"),
        shapefile.MEDIA_TYPE,
        "zip",
        shapefile.write,
        ("shape-zip", "shapefile", "shapezip", "application/x-zipped-shp"),
        in_any_crs=True,
    ),
    FileFormat("kml", _("KML"), kml.MEDIA_TYPE, "kml", kml.write),
    FileFormat("geojson-file", _("GeoJSON"), GEOJSON, "geojson", geojson_file.write),
)
FORMAT_OF_NAME = {item.name: item for item in FORMATS}

_DESCRIBED = {
    "csv": csv_description.write,
    "csv-excel": csv_description.write_for_excel,
    "csv-wkt": csv_description.write_wkt,
}


def _description(name: str, *, is_linked: bool) -> FileFormat:
    return FileFormat(
        name=f"{name}-csvm" if is_linked else f"{name}-metadata",
        title=_("Descripción (CSVW)"),
        media_type=csvw.MEDIA_TYPE,
        extension=f"csv{csvw.SUFFIX}",
        write=_DESCRIBED[name],
        describes=name,
        is_linked=is_linked,
    )


# Of each format of tables without room for it, two: for who follows a link, and to be kept.
DESCRIPTIONS: tuple[FileFormat, ...] = tuple(
    _description(name, is_linked=is_linked) for name in _DESCRIBED for is_linked in (True, False)
)
DESCRIPTION_OF = {item.describes: item for item in DESCRIPTIONS if not item.is_linked}
LINKED_DESCRIPTION_OF = {item.describes: item for item in DESCRIPTIONS if item.is_linked}
