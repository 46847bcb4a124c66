"""The layers of the suite's data set (OGC 06-042's executable tests): their files and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db import models


@dataclass(frozen=True)
class Table:
    """``name`` is the suite's and the shapefile's; ``columns`` are the file's, in its order."""

    name: str
    geometry: str
    columns: tuple[str, ...]

    @property
    def model(self) -> type[CiteFeature]:
        return MODELS[self.name]


TABLES = (
    Table("Autos", "Point", ("fid", "num", "time")),
    Table("BasicPolygons", "MultiPolygon", ("id",)),
    Table("Bridges", "Point", ("fid", "name")),
    Table("BuildingCenters", "Point", ("fid", "address")),
    Table("Buildings", "MultiPolygon", ("fid", "address")),
    Table("DividedRoutes", "MultiLineString", ("fid", "name", "num_lanes")),
    Table("Forests", "MultiPolygon", ("fid", "name")),
    Table("Lakes", "MultiPolygon", ("fid", "name")),
    Table("LakesWithElevation", "MultiPolygon", ("fid", "name", "elev")),
    Table("MapNeatline", "MultiLineString", ("fid",)),
    Table("NamedPlaces", "MultiPolygon", ("fid", "name")),
    Table("Ponds", "MultiPolygon", ("fid", "name", "type")),
    Table("RoadSegments", "MultiLineString", ("fid", "name")),
    Table("Streams", "MultiLineString", ("fid", "name")),
)

# The file's columns as the models name them: ``id`` is Django's own.
FIELDS = {"fid": "fid", "id": "own_id", "elev": "elev", "time": "time"}


class CiteFeature(models.Model):
    """Whatever columns a file of the data set has; no migration makes the tables."""

    fid = models.CharField("FID", max_length=64, null=True)
    own_id = models.CharField("ID", max_length=64, null=True)
    name = models.CharField("NAME", max_length=64, null=True)
    address = models.CharField("ADDRESS", max_length=64, null=True)
    type = models.CharField("TYPE", max_length=64, null=True)
    num = models.IntegerField("NUM", null=True)
    num_lanes = models.IntegerField("NUM_LANES", null=True)
    elev = models.FloatField("ELEV", null=True)
    time = models.DateTimeField("TIME", null=True)
    geom: Any

    class Meta:
        abstract = True
        managed = False
        app_label = "cite"  # so that tests may read the layers without installing the app

    def __str__(self) -> str:
        return str(self.pk)


def field_name(column: str) -> str:
    """The model's name of a file's column."""
    return FIELDS.get(column, column)


def _model(table: Table) -> type[CiteFeature]:
    options = {"abstract": False, "db_table": f"cite_{table.name.lower()}"}
    made = type(
        table.name,
        (CiteFeature,),
        {
            "__module__": __name__,
            "geom": getattr(models, f"{table.geometry}Field")(srid=4326),
            "Meta": type("Meta", (CiteFeature.Meta,), options),
        },
    )
    assert issubclass(made, CiteFeature)
    return made


MODELS = {table.name: _model(table) for table in TABLES}
