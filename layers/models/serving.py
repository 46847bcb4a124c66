"""What serving remembers: data versions, overviews, where pages start."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField


class DataVersion(models.Model):
    """How often a layer's data changed; caches keyed on it go stale by themselves."""

    layer = models.CharField(max_length=63, primary_key=True)
    version = models.BigIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.layer}@{self.version}"


class Overview(models.Model):
    """What a layer's overview (``layers.overviews``) was made of; it serves nothing else.

    ``classes`` is a digest of the filters that decide a feature's class.
    """

    layer = models.CharField(max_length=63, primary_key=True)
    version = models.BigIntegerField()
    classes = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.layer}@{self.version}"


class OverviewPatch(models.Model):
    """The shapes of one class that a ``level`` keeps in one of the squares it is cut into."""

    layer = models.CharField(max_length=63)
    level = models.SmallIntegerField()
    class_index = models.SmallIntegerField()
    # A level has some hundreds: sifting them is quicker than asking an index.
    geom = models.GeometryField(spatial_index=False)

    class Meta:
        indexes = [models.Index(fields=["layer", "level"], name="overview_patch_layer_level")]

    def __str__(self) -> str:
        return f"{self.layer} {self.level}"


class TileChoice(models.Model):
    """Which features a dense vector tile holds, chosen beforehand (``layers.tile_choices``).

    It serves the tile that it was made of (``layers.tiles.version``) and no other. Zoom 0 has one
    of every layer that was gone through, whether it is dense or not.
    """

    layer = models.CharField(max_length=63)
    z = models.SmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    made_of = models.CharField(max_length=16)
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tile_choice_of_tile", fields=["layer", "z", "x", "y"])
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.z}/{self.x}/{self.y}"


class PageStart(models.Model):
    """Where a page of a query starts: ``layers.numbered_pages`` remembers it for the next one.

    ``query`` is a digest of the rows, their order and their data version; ``position`` counts the
    features before the page, ``cursor`` is the last of them (``layers.paging``). Of a query there
    is one in each ``stretch`` of positions.
    """

    query = models.CharField(max_length=64)
    stretch = models.IntegerField()
    position = models.BigIntegerField()
    cursor = models.TextField()
    remembered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="page_start_of_query", fields=["query", "stretch"])
        ]

    def __str__(self) -> str:
        return f"{self.query[:8]} {self.position}"
