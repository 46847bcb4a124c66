"""Commitment 13: how facilities' queries of insurance are answered, in numbers and never by person.

A facility (IPRESS) asks an insurer (IAFAS) whether it covers somebody; the insurer accepts, rejects
or doesn't answer. Nothing of the person is anywhere here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.db.models import Case, F, Func, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountState
from territory.models.from_others import FromOthers
from territory.models.health import FacilityCategory, eight_digits
from territory.models.placed import DistinctCount, Measure, PlacedRecord, PositionedRecord
from territory.models.searched import Code, Searched
from territory.suppression import SMALLEST

QUERIES = "queries"
# What becomes of a query; together they are the queries.
OUTCOMES = ("accepted", "rejected", "unanswered")
NUMBERS = (QUERIES, *OUTCOMES)
PERCENTILES = ("median_ms", "p95_ms")
SEPARATOR = "; "
# No facility asks one insurer as often in a day; no service is waited for longer than an hour.
MOST_QUERIES, MOST_MS = 1_000_000, 3_600_000

five_digits = RegexValidator(r"^\d{5}$", _("El código de una IAFAS tiene 5 dígitos."))
_SEARCHED = Searched(
    "facility_name", (Code("facility_code", numeric=True, digits=8),), thing="facility_code"
)
_FEW = _("Vacío: no se informó, o es de menos de cinco consultas y no se publica. No es cero.")


class InsurerKind(models.TextChoices):
    """Whose money an insurer (IAFAS) is of."""

    PUBLIC = "public", _("pública")
    PRIVATE = "private", _("privada")


class Origin(models.TextChoices):
    """Where the numbers of a day come from."""

    FILE = "archivo", _("archivo publicado")
    RECEIPTS = "recibos", _("recibos firmados")


def _number(title: Any) -> models.PositiveIntegerField[Any, Any]:
    return models.PositiveIntegerField(title, null=True, blank=True, help_text=_FEW)


class BetweenTwo(models.Model):
    """Of a facility and an insurer: who they are, and where the facility is."""

    facility_code = models.CharField(
        _("código único del establecimiento"), max_length=8, validators=[eight_digits]
    )
    insurer_code = models.CharField(_("código de la IAFAS"), max_length=5, validators=[five_digits])
    insurer_name = models.CharField(_("IAFAS"), max_length=200)
    insurer_kind = models.CharField(
        _("tipo de IAFAS"), max_length=7, choices=InsurerKind.choices, null=True, blank=True
    )
    # What the register of facilities says, not the file.
    facility_name = models.CharField(
        _("establecimiento"),
        max_length=200,
        null=True,
        editable=False,
        help_text=_("Según el registro de establecimientos; si no está en él, según el archivo."),
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
        return f"{self.facility_name or self.facility_code}, {self.insurer_name}"


class AccreditationDay(BetweenTwo, PlacedRecord):
    """What became of a facility's queries to an insurer on a day.

    ``withheld`` names the numbers that were counted and aren't published, being of fewer than five
    queries or such that one could be deduced: they are stored nowhere
    (``territory.accreditation.few``). A percentile is the file's or the receipts' own; none is ever
    made of others.
    """

    feed = models.CharField(
        _("origen"), max_length=8, choices=Origin.choices, default=Origin.FILE, editable=False
    )
    reported_name = models.CharField(_("nombre según el archivo"), max_length=200)
    day = models.DateField(_("día"))
    next_day = models.GeneratedField(
        verbose_name=_("fin del día, que ya no está en él"),
        expression=Func(F("day"), Value(1), arg_joiner=" + ", template="%(expressions)s"),
        output_field=models.DateField(),
        db_persist=True,
    )
    queries = _number(_("consultas"))
    accepted = _number(_("aceptadas"))
    rejected = _number(_("rechazadas"))
    unanswered = _number(_("sin respuesta"))
    median_ms = _number(_("mediana de la espera (ms)"))
    p95_ms = _number(_("percentil 95 de la espera (ms)"))
    state = models.CharField(
        _("estado de los números"),
        max_length=14,
        choices=[
            (CountState.VALUE.value, CountState.VALUE.label),
            (CountState.SUPPRESSED.value, CountState.SUPPRESSED.label),
        ],
        editable=False,
        help_text=_("Reservado: alguno de los números no se publica."),
    )
    withheld = models.CharField(
        _("números reservados"),
        max_length=80,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Nombres de los campos, separados por punto y coma."),
    )

    from_others = FromOthers(
        ("facility_name", "category", "geom"), "accreditation/current.sql", "place_days"
    )

    class Meta:
        verbose_name = _("día de acreditación")
        verbose_name_plural = _("días de acreditación")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["insurer_code", "day"], name="accreditationday_insurer"),
            models.Index(fields=["day"], name="accreditationday_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="accreditationday_once",
                fields=["facility_code", "insurer_code", "day", "feed", "is_sample"],
            ),
            *(
                models.CheckConstraint(
                    name=f"accreditationday_{name}_not_few",
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{name: 0})
                    | Q(**{f"{name}__gte": SMALLEST}),
                )
                for name in NUMBERS
            ),
            models.CheckConstraint(
                name="accreditationday_parts",
                condition=Q(**{f"{name}__isnull": False for name in NUMBERS}, _negated=True)
                | Q(queries=F("accepted") + F("rejected") + F("unanswered")),
            ),
            models.CheckConstraint(
                name="accreditationday_percentiles",
                condition=Q(median_ms__isnull=True)
                | Q(p95_ms__isnull=True)
                | Q(median_ms__lte=F("p95_ms")),
            ),
            models.CheckConstraint(
                name="accreditationday_state",
                condition=Q(state=CountState.VALUE, withheld__isnull=True)
                | Q(state=CountState.SUPPRESSED, withheld__isnull=False),
            ),
        ]

    @property
    def withheld_columns(self) -> list[str]:
        """The columns whose number was counted and isn't published."""
        return self.withheld.split(SEPARATOR) if self.withheld else []


class AccreditationActivity(BetweenTwo, PositionedRecord):
    """What is published of all days of a facility and an insurer, added up.

    Derived of ``AccreditationDay`` (``territory.accreditation.current``). What a day withholds is
    in no sum, so that a sum is the least that it may be where ``withheld_days`` isn't zero.
    ``measured_queries`` are those of the days that tell how many had no answer. Percentiles are
    those of the latest day that has them: they aren't averaged.
    """

    first_on = models.DateField(_("primer día"), editable=False)
    last_on = models.DateField(_("último día"), editable=False)
    days = models.PositiveIntegerField(_("días publicados"), editable=False)
    withheld_days = models.PositiveIntegerField(_("días con números reservados"), editable=False)
    queries = models.BigIntegerField(_("consultas publicadas"), null=True, editable=False)
    accepted = models.BigIntegerField(_("aceptadas publicadas"), null=True, editable=False)
    rejected = models.BigIntegerField(_("rechazadas publicadas"), null=True, editable=False)
    unanswered = models.BigIntegerField(_("sin respuesta publicadas"), null=True, editable=False)
    measured_queries = models.BigIntegerField(
        _("consultas de los días que dicen cuántas no tuvieron respuesta"),
        null=True,
        editable=False,
    )
    answered_percent = models.GeneratedField(
        verbose_name=_("consultas con respuesta (%)"),
        expression=Case(
            When(
                Q(measured_queries__gt=0),
                then=Value(100.0)
                * (F("measured_queries") - F("unanswered"))
                / F("measured_queries"),
            ),
            default=Value(None),
        ),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )
    median_ms = _number(_("mediana de la espera del último día que la dice (ms)"))
    p95_ms = _number(_("percentil 95 de la espera de ese día (ms)"))
    waited_on = models.DateField(_("día de la espera"), null=True, blank=True, editable=False)

    measures = (
        Measure(
            "accreditation_facilities",
            _("establecimientos con consultas de acreditación publicadas"),
            aggregate=DistinctCount,
            of="facility_code",
        ),
        Measure(
            "accreditation_insurers",
            _("IAFAS consultadas"),
            aggregate=DistinctCount,
            of="insurer_code",
        ),
        *(
            Measure(
                f"accreditation_{number}",
                title,
                aggregate=Sum,
                of=number,
                known=Q(**{f"{number}__isnull": False}),
                cutoff="last_on",
            )
            for number, title in (
                (QUERIES, _("consultas de acreditación publicadas")),
                ("unanswered", _("consultas de acreditación sin respuesta, publicadas")),
            )
        ),
    )
    row_label = Concat(
        Coalesce("facility_name", "facility_code"),
        Value(", "),
        "insurer_name",
        output_field=models.TextField(),
    )
    searched = _SEARCHED

    class Meta:
        verbose_name = _("acreditación entre un establecimiento y una IAFAS")
        verbose_name_plural = _("acreditación de asegurados")
        ordering = ["id"]
        indexes = [
            *_SEARCHED.indexes("accreditation"),
            models.Index(fields=["insurer_code"], name="accreditation_insurer"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="accreditation_once", fields=["facility_code", "insurer_code", "is_sample"]
            ),
        ]
