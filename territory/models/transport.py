"""Commitments 9 and 10: public transport, as its operators publish it in GTFS."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from territory.models.placed import Measure, PlacedRecord, PositionedRecord
from territory.models.searched import Code, Searched

# The plan's ninth commitment is for Lima (the province) and Callao, its tenth for other cities.
LIMA_AND_CALLAO, OTHER_CITIES = 9, 10
_LIMA_DEPARTMENT = "15"

_FROM_FEED = _("Archivo del que sale la fila, entre los publicados.")


def commitment_of(ubigeo: str) -> int | None:
    """The commitment that transport in the unit serves; None where the unit decides it not.

    The department of Lima holds the province of commitment 9 and others of commitment 10.
    """
    if ubigeo.startswith(("1501", "07")):
        return LIMA_AND_CALLAO
    return None if ubigeo == _LIMA_DEPARTMENT else OTHER_CITIES


def _page_below(path: str) -> Combinable:
    """The page that each row has by its key."""
    return Concat(Value(path), Cast("pk", TextField()), Value("/"), output_field=TextField())


_ROUTES_SEARCHED = Searched("name", (Code("short_name"), Code("route_id")))


class TransitRoute(PlacedRecord):
    """A route of a feed, with what its trips, calendar and frequencies amount to.

    ``feed`` names the publication that it came by, ``route_id`` is its key there.
    ``headway_min`` and ``headway_max`` are the shortest and the longest announced interval
    between departures, minutes; empty where the feed gives no frequencies. ``runs_from`` and
    ``runs_until`` are the first departure and the end of service of the service day, "HH:MM",
    beyond 24 h after midnight. ``valid_from`` and ``valid_to`` bound the days for which the feed
    answers. ``path_source`` says whether ``geom`` is the vehicles' way or straight lines
    between stops.
    """

    class Mode(models.TextChoices):
        BUS = "bus", _("Bus")
        TROLLEYBUS = "trolleybus", _("Trolebús")
        TRAM = "tram", _("Tranvía o tren ligero")
        SUBWAY = "subway", _("Metro")
        RAIL = "rail", _("Tren")
        MONORAIL = "monorail", _("Monorriel")
        FERRY = "ferry", _("Embarcación")
        CABLE = "cable", _("Teleférico o funicular")

    class PathSource(models.TextChoices):
        SHAPES = "shapes", _("Trazado del archivo")
        STOPS = "stops", _("Líneas rectas entre paraderos")

    feed = models.CharField(_("parte"), max_length=63, help_text=_FROM_FEED)
    route_id = models.CharField(_("código de la ruta"), max_length=200)
    name = models.CharField(_("ruta"), max_length=500)
    short_name = models.CharField(_("nombre corto"), max_length=200, null=True, blank=True)
    long_name = models.CharField(_("nombre largo"), max_length=500, null=True, blank=True)
    agency = models.CharField(_("operador"), max_length=200, null=True, blank=True)
    mode = models.CharField(_("modo"), max_length=10, choices=Mode.choices)
    color = models.CharField(_("color que usa el operador"), max_length=7, null=True, blank=True)
    destinations = models.TextField(_("destinos"), null=True, blank=True)
    number_of_stops = models.IntegerField(_("paraderos"), null=True, blank=True)
    headway_min = models.DecimalField(
        _("intervalo mínimo anunciado (min)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    headway_max = models.DecimalField(
        _("intervalo máximo anunciado (min)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    runs_from = models.CharField(
        _("primera salida"),
        max_length=6,
        null=True,
        blank=True,
        help_text=_("HH:MM del día de servicio; pasa de 24 después de medianoche."),
    )
    runs_until = models.CharField(
        _("última salida"),
        max_length=6,
        null=True,
        blank=True,
        help_text=_("HH:MM; donde hay intervalos anunciados, el fin del último."),
    )
    service_days = models.CharField(_("días de servicio"), max_length=100, null=True, blank=True)
    valid_from = models.DateField(_("vigente desde"), null=True, blank=True)
    valid_to = models.DateField(_("vigente hasta"), null=True, blank=True)
    path_source = models.CharField(
        _("origen del trazado"), max_length=6, choices=PathSource.choices, null=True, blank=True
    )
    geom = models.MultiLineStringField(_("trazado"), srid=4326, null=True, blank=True)

    measures = (Measure("transit_routes", _("Rutas de transporte público")),)

    searched = _ROUTES_SEARCHED
    sheet = _page_below("/transporte/rutas/")

    class Meta:
        verbose_name = _("ruta de transporte")
        verbose_name_plural = _("rutas de transporte")
        ordering = ["id"]
        indexes = _ROUTES_SEARCHED.indexes("transitroute")
        constraints = [
            models.UniqueConstraint(
                name="transitroute_once", fields=["feed", "route_id", "is_sample"]
            ),
            models.CheckConstraint(
                name="transitroute_has_unit", condition=models.Q(declared_unit__isnull=False)
            ),
            models.CheckConstraint(
                name="transitroute_says_its_path",
                condition=models.Q(geom__isnull=True, path_source__isnull=True)
                | models.Q(geom__isnull=False, path_source__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


_IS_STOP, _IS_STATION = models.Q(kind="stop"), models.Q(kind="station")


_STOPS_SEARCHED = Searched("name", (Code("code"), Code("stop_id")))


class TransitStop(PositionedRecord):
    """A place where vehicles stop, or a station that holds several such places.

    ``routes`` are the names of the routes that stop there; ``number_of_routes`` is empty where
    the source lists no routes. ``service`` is the source's own word for the kind of service.
    """

    class Kind(models.TextChoices):
        STOP = "stop", _("Paradero")
        STATION = "station", _("Estación")

    feed = models.CharField(_("parte"), max_length=63, help_text=_FROM_FEED)
    stop_id = models.CharField(_("código del paradero"), max_length=200)
    code = models.CharField(_("código para el público"), max_length=200, null=True, blank=True)
    name = models.CharField(_("paradero"), max_length=500)
    kind = models.CharField(_("tipo"), max_length=7, choices=Kind.choices)
    service = models.CharField(_("servicio"), max_length=100, null=True, blank=True)
    corridor = models.CharField(_("corredor"), max_length=100, null=True, blank=True)
    station = models.CharField(
        _("estación a la que pertenece"), max_length=500, null=True, blank=True
    )
    wheelchair = models.BooleanField(_("accesible en silla de ruedas"), null=True, blank=True)
    routes = models.TextField(_("rutas"), null=True, blank=True)
    number_of_routes = models.IntegerField(_("número de rutas"), null=True, blank=True)
    geom = models.PointField(_("posición"), srid=4326)

    measures = (
        Measure("transit_stops", _("Paraderos"), where=_IS_STOP, known=_IS_STOP),
        Measure("transit_stations", _("Estaciones"), where=_IS_STATION, known=_IS_STATION),
    )

    searched = _STOPS_SEARCHED
    sheet = _page_below("/transporte/paraderos/")

    class Meta:
        verbose_name = _("paradero")
        verbose_name_plural = _("paraderos")
        ordering = ["id"]
        indexes = _STOPS_SEARCHED.indexes("transitstop")
        constraints = [
            models.UniqueConstraint(
                name="transitstop_once", fields=["feed", "stop_id", "is_sample"]
            ),
            models.CheckConstraint(
                name="transitstop_has_unit", condition=models.Q(declared_unit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name
