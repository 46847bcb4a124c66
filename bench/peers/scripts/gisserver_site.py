"""A whole Django site with one WFS: run by the peer's own Python, never by ours."""

from __future__ import annotations

import json
import os

import django
from django.conf import settings

_PLACE = json.loads(os.environ["BENCH_PLACE"])
settings.configure(
    SECRET_KEY="bench",  # noqa: S106 - nothing is signed
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.gis", "gisserver"],
    DATABASES={
        "default": {
            "ENGINE": "django.contrib.gis.db.backends.postgis",
            "NAME": _PLACE["name"],
            "HOST": _PLACE["host"],
            "PORT": _PLACE["port"],
            "USER": _PLACE["user"],
            "PASSWORD": _PLACE["password"],
            "CONN_MAX_AGE": None,
        }
    },
    TEMPLATES=[
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
    ],
    GISSERVER_DB_PRECISION=7,
    GISSERVER_CAPABILITIES_BOUNDING_BOX=False,
    USE_TZ=True,
)
django.setup()

from django.contrib.gis.db import models  # noqa: E402 - needs the settings
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.urls import path  # noqa: E402
from gisserver.features import FeatureType, ServiceDescription, field  # noqa: E402
from gisserver.geometries import WGS84  # noqa: E402
from gisserver.views import WFSView  # noqa: E402


class _Synthetic(models.Model):
    name = models.TextField()
    category = models.TextField()
    declared_ubigeo = models.TextField()
    amount_pen = models.FloatField(null=True)
    people = models.IntegerField(null=True)
    cutoff_date = models.DateField()
    is_sample = models.BooleanField()

    class Meta:
        abstract = True
        managed = False


class Point(_Synthetic):
    geom = models.PointField()

    class Meta(_Synthetic.Meta):
        abstract = False
        app_label = "bench"
        db_table = "bench_points"


class Polygon(_Synthetic):
    geom = models.MultiPolygonField()

    class Meta(_Synthetic.Meta):
        abstract = False
        app_label = "bench"
        db_table = "bench_polygons"


class Line(_Synthetic):
    geom = models.LineStringField()

    class Meta(_Synthetic.Meta):
        abstract = False
        app_label = "bench"
        db_table = "bench_lines"


_FIELDS = [
    "id",
    "name",
    "category",
    "declared_ubigeo",
    "amount_pen",
    "people",
    "cutoff_date",
    "is_sample",
    "geom",
]


class Service(WFSView):
    xml_namespace = "http://example.org/bench"
    service_description = ServiceDescription(title="bench")
    max_page_size = 100_000
    feature_types = [
        FeatureType(
            model.objects.order_by("id"),
            name=model._meta.db_table,
            fields=[field(name) for name in _FIELDS],
            other_crs=[WGS84],
        )
        for model in (Point, Polygon, Line)
    ]


urlpatterns = [path("", Service.as_view())]
application = WSGIHandler()
