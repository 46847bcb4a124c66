"""Commitment 12: emergency beds, as facilities reported them to SUSALUD (form F500.2, version 2).

Or at an instant, to this site itself. A bed is **operational** where it is fit for use: available
or occupied. The form counts those of the zone for COVID-19 apart from all others.
"""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Case, F, Func, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, Now
from django.utils.translation import gettext_lazy as _

from territory.models.from_others import FromOthers
from territory.models.health import FacilityCategory, eight_digits
from territory.models.histories import history
from territory.models.placed import Measure, PlacedRecord, PositionedRecord
from territory.models.searched import Code, Searched

# In the order of the form.
BED_NUMBERS = ("total", "inoperative", "operational", "available", "occupied")
_UNKNOWN = _("Vacío: el establecimiento no lo informó, o no se publica. No es cero.")

_SEARCHED = Searched(
    "facility_name", (Code("facility_code", numeric=True, digits=8),), thing="facility_code"
)


class BedArea(models.TextChoices):
    """Which of a hospital's emergency services a bed is of."""

    GENERAL = "general", _("emergencia")
    COVID = "covid", _("emergencia, zona COVID-19")


def _number(title: Any) -> models.IntegerField[Any, Any]:
    return models.IntegerField(title, null=True, blank=True, help_text=_UNKNOWN)


class CountedBeds(models.Model):
    """How many beds of an area of a facility there are, and how many of them can be used."""

    facility_code = models.CharField(
        _("código único del establecimiento"), max_length=8, validators=[eight_digits]
    )
    area = models.CharField(_("área"), max_length=7, choices=BedArea.choices)
    total = _number(_("camas de emergencia"))
    inoperative = _number(_("camas de emergencia inoperativas"))
    operational = _number(_("camas de emergencia operativas"))
    available = _number(_("camas de emergencia disponibles"))
    occupied = _number(_("camas de emergencia ocupadas"))

    class Meta:
        abstract = True


class BedNumbers(CountedBeds):
    """The same, with what the register of facilities says, not the report."""

    facility_name = models.CharField(
        _("establecimiento"),
        max_length=200,
        null=True,
        editable=False,
        help_text=_("Según el registro de establecimientos; si no está en él, según el reporte."),
    )
    category = models.CharField(
        _("categoría"),
        max_length=5,
        choices=FacilityCategory.choices,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Según el registro de establecimientos."),
    )
    geom = models.PointField(_("posición"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.facility_name or self.facility_code}, {self.get_area_display()}"


def _plausible(prefix: str) -> list[models.BaseConstraint]:
    """What holds of the numbers of any one report; of a number that isn't known nothing does."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_not_negative",
            condition=Q(
                *(Q(**{f"{n}__isnull": True}) | Q(**{f"{n}__gte": 0}) for n in BED_NUMBERS)
            ),
        ),
        models.CheckConstraint(
            name=f"{prefix}_operational_in_total",
            condition=Q(operational__isnull=True)
            | Q(total__isnull=True)
            | Q(operational__lte=F("total")),
        ),
        models.CheckConstraint(
            name=f"{prefix}_used_in_operational",
            condition=Q(operational__isnull=True)
            | Q(
                operational__gte=Func(F("available"), Value(0), function="COALESCE")
                + Func(F("occupied"), Value(0), function="COALESCE")
            ),
        ),
        models.CheckConstraint(
            name=f"{prefix}_says_something",
            condition=~Q(**{f"{number}__isnull": True for number in BED_NUMBERS}),
        ),
    ]


class EmergencyBedReport(BedNumbers, PlacedRecord):
    """What a facility reported of an area's beds on a day: its last report of that day."""

    reported_name = models.CharField(_("nombre según el reporte"), max_length=200)
    reported_on = models.DateField(_("día del reporte"))
    next_day = models.GeneratedField(
        verbose_name=_("fin del día del reporte, que ya no está en él"),
        expression=Func(F("reported_on"), Value(1), arg_joiner=" + ", template="%(expressions)s"),
        output_field=models.DateField(),
        db_persist=True,
    )

    from_others = FromOthers(
        ("facility_name", "category", "geom"), "emergency_beds/current.sql", "place_reports"
    )

    class Meta:
        verbose_name = _("reporte de camas de emergencia")
        verbose_name_plural = _("reportes de camas de emergencia")
        ordering = ["id"]
        indexes = [models.Index(fields=["facility_code", "area"], name="bedreport_facility")]
        constraints = [
            models.UniqueConstraint(
                name="bedreport_once",
                fields=["facility_code", "area", "reported_on", "is_sample"],
            ),
            *_plausible("bedreport"),
        ]


class LiveBedReport(CountedBeds):
    """What a facility says of an area's beds at an instant, by the API or the form of this site.

    One for each facility, area and instant; a correction changes it, and its history keeps who,
    when, and what it said before. ``received_at`` is when it came first.
    """

    at = models.DateTimeField(_("instante"))
    received_at = models.DateTimeField(_("recibido"), db_default=Now(), editable=False)
    is_sample = models.BooleanField(_("es una muestra"), default=False, editable=False)
    version = models.IntegerField(_("versión"), default=1, editable=False)
    updated_at = models.DateTimeField(_("cambiado"), auto_now=True)

    class Meta:
        verbose_name = _("reporte al instante de camas de emergencia")
        verbose_name_plural = _("reportes al instante de camas de emergencia")
        ordering = ["-at", "-pk"]
        triggers = history()
        indexes = [models.Index(fields=["facility_code", "-at"], name="livebedreport_facility")]
        constraints = [
            models.UniqueConstraint(
                name="livebedreport_once", fields=["facility_code", "area", "at", "is_sample"]
            ),
            models.CheckConstraint(
                name="livebedreport_operational", condition=Q(operational__isnull=False)
            ),
            *_plausible("livebedreport"),
        ]

    def __str__(self) -> str:
        return f"{self.facility_code}, {self.get_area_display()}, {self.at:%Y-%m-%dT%H:%M:%S%z}"


def _age(title: Any) -> models.DateField[Any, Any]:
    return models.DateField(title, null=True, blank=True, editable=False)


def _instant(title: Any) -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(
        title,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Vacío: es de un reporte diario, del que no se sabe la hora."),
    )


class EmergencyBeds(BedNumbers, PositionedRecord):
    """The latest that is known of an area's beds, number by number, each with its own day.

    Derived of ``EmergencyBedReport``, which has days, ``LiveBedReport``, which has instants, and
    the register of facilities (``territory.emergency_beds.current``). Within a day an instant is
    later than the day's report, whose own isn't known. ``available`` and ``occupied`` are of one
    report, the latest that says either, so that their sum is never of two; numbers of different
    reports need not fit each other. ``fresh_until`` is when the available ones become stale.
    """

    total_on = _age(_("día del total"))
    inoperative_on = _age(_("día de las inoperativas"))
    operational_on = _age(_("día de las operativas"))
    used_on = _age(_("día de las disponibles y ocupadas"))
    reported_on = models.DateField(_("último reporte"), editable=False)
    total_at = _instant(_("instante del total"))
    inoperative_at = _instant(_("instante de las inoperativas"))
    operational_at = _instant(_("instante de las operativas"))
    used_at = _instant(_("instante de las disponibles y ocupadas"))
    fresh_until = models.DateTimeField(
        _("vigente hasta"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Desde entonces las disponibles y ocupadas son un dato vencido."),
    )
    occupied_percent = models.GeneratedField(
        verbose_name=_("ocupadas, de las operativas (%)"),
        expression=Case(
            When(
                Q(operational__gt=0, occupied__isnull=False, used_on=F("operational_on"))
                & (
                    Q(used_at=F("operational_at"))
                    | Q(used_at__isnull=True, operational_at__isnull=True)
                ),
                then=Value(100.0) * F("occupied") / F("operational"),
            ),
            default=Value(None),
        ),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )

    measures = (
        Measure("emergency_facilities", _("áreas de emergencia que reportaron sus camas")),
        *(
            Measure(
                f"emergency_beds_{number}",
                title,
                aggregate=Sum,
                of=number,
                known=Q(**{f"{number}__isnull": False}),
                cutoff=day,
            )
            for number, title, day in (
                ("operational", _("camas de emergencia operativas"), "operational_on"),
                ("available", _("camas de emergencia disponibles"), "used_on"),
                ("occupied", _("camas de emergencia ocupadas"), "used_on"),
            )
        ),
    )
    row_label = Concat(
        Coalesce("facility_name", "facility_code"),
        Value(", "),
        Case(
            *(When(area=area, then=Value(str(area.label))) for area in BedArea),
        ),
        output_field=models.TextField(),
    )
    searched = _SEARCHED

    class Meta:
        verbose_name = _("camas de emergencia de un establecimiento")
        verbose_name_plural = _("camas de emergencia")
        ordering = ["id"]
        indexes = [
            *_SEARCHED.indexes("emergencybeds"),
            # What ``territory.emergency_beds.nearest`` looks among.
            GistIndex(
                name="emergencybeds_free",
                fields=["geom"],
                condition=Q(available__gt=0, is_sample=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="emergencybeds_once", fields=["facility_code", "area", "is_sample"]
            ),
        ]
