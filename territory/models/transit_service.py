"""What runs when in a GTFS feed: its services, their single days, and departures by hour."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.parts import PartedRecord

# A service day may go on after midnight, and GTFS counts its hours on.
MOST_HOURS = 120


def _code(title: Any) -> models.CharField[Any, Any]:
    return models.CharField(title, max_length=200)


class FeedRecord(PartedRecord):
    """A row of a feed that no map shows; the feed's routes say whose it is and of which date."""

    feed = models.CharField(_("parte"), max_length=63)
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    class Meta:
        abstract = True


class TransitService(FeedRecord):
    """The days of a service: ``week`` is a 1 or 0 for each from Monday to Sunday.

    It holds from ``starts`` to ``ends``, both included, within the days for which the feed
    answers; both are empty where only single days are given (``TransitServiceDate``).
    """

    service_id = _code(_("código del servicio"))
    week = models.CharField(_("días"), max_length=7)
    starts = models.DateField(_("desde"), null=True, blank=True)
    ends = models.DateField(_("hasta"), null=True, blank=True)

    class Meta:
        verbose_name = _("servicio de transporte")
        verbose_name_plural = _("servicios de transporte")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="transitservice_once", fields=["feed", "service_id", "is_sample"]
            ),
            models.CheckConstraint(
                name="transitservice_week", condition=Q(week__regex=r"^[01]{7}$")
            ),
        ]

    def __str__(self) -> str:
        return str(self.service_id)


class TransitServiceDate(FeedRecord):
    """A single day on which a service runs (``is_added``), or doesn't though its week says so."""

    service_id = _code(_("código del servicio"))
    date = models.DateField(_("día"))
    is_added = models.BooleanField(_("se añade"))

    class Meta:
        verbose_name = _("excepción del calendario")
        verbose_name_plural = _("excepciones del calendario")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="transitservicedate_once", fields=["feed", "service_id", "date", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.date}"


class TransitDeparture(FeedRecord):
    """How often a route's vehicles leave a stop in an hour of a service's day.

    ``hour`` 25 is 01:00 of the next day. ``starts`` are those of the departures with which a
    trip begins. The last stop of a trip has none. What frequencies repeat is counted each time.
    """

    route_id = _code(_("código de la ruta"))
    stop_id = _code(_("código del paradero"))
    service_id = _code(_("código del servicio"))
    hour = models.SmallIntegerField(_("hora del día de servicio"))
    departures = models.IntegerField(_("salidas"))
    starts = models.IntegerField(_("viajes que empiezan"))

    class Meta:
        verbose_name = _("salidas por hora")
        verbose_name_plural = _("salidas por hora")
        ordering = ["id"]
        indexes = [models.Index(fields=["feed", "stop_id"], name="transitdeparture_stop")]
        constraints = [
            models.UniqueConstraint(
                name="transitdeparture_once",
                fields=["feed", "route_id", "stop_id", "service_id", "hour", "is_sample"],
            ),
            models.CheckConstraint(
                name="transitdeparture_counts",
                condition=Q(departures__gt=0, starts__gte=0, starts__lte=models.F("departures")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.stop_id} {self.hour} h"


class TransitNotice(FeedRecord):
    """A kind of thing that another validator noticed of a feed, in a column of one of its files.

    ``rows`` are the first lines of the ``number`` that there are. ``file`` and ``field`` are
    empty where it is of none. The row without a ``code`` says that the feed was reviewed, with
    all notices' number; without it nobody did.
    """

    class Severity(models.TextChoices):
        ERROR = "error", _("Error")
        WARNING = "warning", _("Advertencia")
        INFO = "info", _("Aviso")

    code = models.CharField(_("código"), max_length=100, blank=True)
    severity = models.CharField(_("gravedad"), max_length=7, choices=Severity.choices)
    file = models.CharField(_("archivo"), max_length=100, blank=True)
    field = models.CharField(_("columna"), max_length=100, blank=True)
    number = models.IntegerField(_("veces"))
    rows = ArrayField(models.IntegerField(), verbose_name=_("primeras filas"), default=list)
    checked_with = models.CharField(_("revisor"), max_length=60)
    checked_on = models.DateField(_("día de la revisión"))

    class Meta:
        verbose_name = _("observación de un revisor")
        verbose_name_plural = _("observaciones de un revisor")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="transitnotice_once", fields=["feed", "code", "file", "field", "is_sample"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.code}"
