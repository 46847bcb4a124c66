"""The tables of ``bench/generate.sql``; no migration makes them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class Synthetic(models.Model):
    """What every synthetic feature carries; nothing in it is a fact."""

    name = models.CharField(_("nombre"), max_length=80)
    category = models.CharField(_("clase"), max_length=20)
    declared_ubigeo = models.CharField(_("ubigeo declarado"), max_length=2)
    amount_pen = models.FloatField(_("monto (S/)"), null=True)
    people = models.IntegerField(_("personas"), null=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    is_sample = models.BooleanField(_("es una muestra"), default=True)

    class Meta:
        abstract = True
        managed = False
        app_label = "bench"  # so that the tests may read the layers without installing the app

    def __str__(self) -> str:
        return self.name


class SyntheticPoint(Synthetic):
    geom = models.PointField()

    class Meta(Synthetic.Meta):
        abstract = False
        db_table: ClassVar[str] = "bench_points"


class SyntheticPolygon(Synthetic):
    geom = models.MultiPolygonField()

    class Meta(Synthetic.Meta):
        abstract = False
        db_table: ClassVar[str] = "bench_polygons"


class SyntheticLine(Synthetic):
    geom = models.LineStringField()

    class Meta(Synthetic.Meta):
        abstract = False
        db_table: ClassVar[str] = "bench_lines"


SIZES = (1_000, 10_000, 100_000, 1_000_000)


def _grown(size: int) -> type[Synthetic]:
    meta = type("Meta", (Synthetic.Meta,), {"abstract": False, "db_table": f"bench_grown_{size}"})
    body = {"__module__": __name__, "Meta": meta, "geom": models.PointField()}
    return type(f"Synthetic{size}", (Synthetic,), body)


GROWN_MODELS = {size: _grown(size) for size in SIZES}
