"""Commitment 5: whether training and materials reach the classrooms of EIB, asked in rounds.

Nobody who answers is named: a service's answers are numbers of people, which no way out shows, and
what is shown are sums from which nobody can be found out (``territory.eib.rounds``).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.core.validators import MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountState
from territory.models.histories import history
from territory.models.participation import Sourced, sourced
from territory.models.plan import Commitment
from territory.models.reviewed import ReviewedRecord
from territory.models.school_services import one_digit, seven_digits
from territory.suppression import SMALLEST


def _count(title: Any) -> models.PositiveIntegerField[Any, Any]:
    return models.PositiveIntegerField(title, null=True, blank=True, editable=False)


class EibInstrument(Sourced, ReviewedRecord):
    """A version of a questionnaire; ``slug`` is the questionnaire's address, the same for all.

    ``items`` are its questions as ``territory.eib.rounds.items`` reads them. They stay once a round
    has answers: what is asked otherwise is another version.
    """

    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("compromiso"),
        on_delete=models.PROTECT,
        related_name="eib_instruments",
    )
    slug = models.SlugField(_("identificador"), max_length=60)
    number = models.SmallIntegerField(_("versión"), validators=[MinValueValidator(1)])
    title = models.CharField(_("título"), max_length=200)
    purpose = models.TextField(_("para qué se aplica"))
    dated_on = models.DateField(_("fecha de esta versión"))
    items = models.JSONField(_("preguntas"))

    class Meta:
        verbose_name = _("instrumento EIB")
        verbose_name_plural = _("instrumentos EIB")
        ordering = ["slug", "-number"]
        triggers = [*history()]
        constraints = [
            *sourced("eibinstrument", "title"),
            models.UniqueConstraint(name="eibinstrument_once", fields=["slug", "number"]),
            models.CheckConstraint(name="eibinstrument_number", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.title}, versión {self.number}"


class EibRound(Sourced, ReviewedRecord):
    """An instrument put to services from ``starts_on`` to ``ends_on`` (both in).

    What isn't editable is counted of its answers: rows, services with some of those that the
    register of EIB has, and whose register that was. NULL until they were counted;
    ``services_answered`` too where somebody might be found out by it.
    """

    instrument = models.ForeignKey(
        EibInstrument,
        verbose_name=_("instrumento"),
        on_delete=models.PROTECT,
        related_name="rounds",
    )
    code = models.SlugField(_("código de la ronda"), max_length=40)
    title = models.CharField(_("título"), max_length=200)
    starts_on = models.DateField(_("empieza el"))
    ends_on = models.DateField(_("termina el"))
    asked = models.CharField(
        _("a quiénes se preguntó"),
        max_length=500,
        help_text=_("Cómo se eligieron los servicios; sin nombres de personas."),
    )
    source = models.CharField(_("fuente"), max_length=200)
    answer_rows = _count(_("filas de respuestas"))
    services_answered = _count(_("servicios que respondieron"))
    services_registered = _count(_("servicios del registro EIB"))
    register_source = models.CharField(
        _("fuente del registro EIB"), max_length=200, null=True, blank=True, editable=False
    )
    register_cutoff_date = models.DateField(
        _("fecha de corte del registro EIB"), null=True, blank=True, editable=False
    )
    counted_at = models.DateTimeField(_("contado"), null=True, blank=True, editable=False)

    commitment_path: ClassVar[str] = "instrument__commitment"
    within: ClassVar[tuple[str, ...]] = ("instrument",)

    class Meta:
        verbose_name = _("ronda de un instrumento EIB")
        verbose_name_plural = _("rondas de los instrumentos EIB")
        ordering = ["-ends_on", "code"]
        triggers = [*history()]
        constraints = [
            *sourced("eibround", "title"),
            models.UniqueConstraint(name="eibround_once", fields=["instrument", "code"]),
            models.CheckConstraint(
                name="eibround_days_order", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EibRoundAnswer(models.Model):
    """How many of a service gave an answer; never shown, and gone with its round."""

    round = models.ForeignKey(EibRound, on_delete=models.CASCADE, related_name="+")
    modular_code = models.CharField(max_length=7, validators=[seven_digits])
    annex = models.CharField(max_length=1, validators=[one_digit])
    network = models.CharField(max_length=20)
    item = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("respuesta de un servicio")
        verbose_name_plural = _("respuestas de los servicios")
        constraints = [
            models.UniqueConstraint(
                name="eibroundanswer_once",
                fields=["round", "modular_code", "annex", "item", "answer"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.modular_code}-{self.annex}"


class EibRoundLoad(models.Model):
    """The last file of answers that was tried for a round: what was wrong with it, if anything.

    ``faults`` are row, column and reason of the first of them; no text of the file is kept.
    """

    round = models.OneToOneField(EibRound, on_delete=models.CASCADE, related_name="load")
    at = models.DateTimeField(_("cuándo"), auto_now=True)
    job = models.UUIDField(_("trabajo"), null=True)
    rows = models.PositiveIntegerField(_("filas"), default=0)
    fault_count = models.PositiveIntegerField(_("celdas que no sirven"), default=0)
    faults = models.JSONField(_("primeras celdas que no sirven"), default=list)

    class Meta:
        verbose_name = _("carga de respuestas")
        verbose_name_plural = _("cargas de respuestas")

    def __str__(self) -> str:
        return f"{self.round_id}: {self.rows}"


def _enough(name: str, condition: Q) -> models.CheckConstraint:
    """Whoever writes the row: so few people's number isn't in it."""
    return models.CheckConstraint(name=name, condition=~condition)


class EibRoundCell(models.Model):
    """What a group of services answered to an item, summed so that nobody can be found out.

    A service is of the first of its languages. ``item`` is empty for the services themselves:
    ``total`` is then how many answered at all, of ``registered``. ``total`` and ``favourable`` are
    NULL unless ``state`` is "value".
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("todo lo preguntado")
        UGEL = "ugel", _("UGEL")
        NETWORK = "network", _("red educativa")
        LANGUAGE = "language", _("lengua originaria")
        UGEL_LANGUAGE = "ugel_language", _("UGEL y lengua originaria")

    round = models.ForeignKey(EibRound, on_delete=models.CASCADE, related_name="cells")
    level = models.CharField(_("nivel"), max_length=13, choices=Level.choices)
    ugel_code = models.CharField(_("código de UGEL"), max_length=6, null=True)
    ugel = models.CharField(_("UGEL"), max_length=100, null=True)
    network = models.CharField(_("red educativa"), max_length=20, null=True)
    language = models.CharField(_("lengua originaria"), max_length=60, null=True)
    item = models.CharField(_("pregunta"), max_length=20, blank=True)
    state = models.CharField(_("estado del valor"), max_length=14, choices=CountState.choices)
    total = models.IntegerField(_("respuestas"), null=True)
    favourable = models.IntegerField(_("respuestas favorables"), null=True)
    registered = models.IntegerField(
        _("servicios del registro EIB"), null=True, help_text=_("Solo donde la pregunta es vacía.")
    )

    class Meta:
        verbose_name = _("resultado de una ronda EIB")
        verbose_name_plural = _("resultados de las rondas EIB")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="eibroundcell_once",
                fields=["round", "level", "ugel_code", "network", "language", "item"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="eibroundcell_value_if_state",
                condition=Q(state=CountState.VALUE, total__isnull=False, favourable__isnull=False)
                | Q(
                    state=CountState.SUPPRESSED,
                    total__isnull=True,
                    favourable__isnull=True,
                ),
            ),
            _enough("eibroundcell_total_enough", Q(total__gte=1, total__lt=SMALLEST)),
            _enough(
                "eibroundcell_favourable_enough", Q(favourable__gte=1, favourable__lt=SMALLEST)
            ),
            _enough(
                "eibroundcell_rest_enough",
                Q(total__gt=F("favourable"), total__lt=F("favourable") + SMALLEST),
            ),
            models.CheckConstraint(
                name="eibroundcell_part", condition=Q(favourable__lte=F("total"))
            ),
        ]

    @property
    def percent(self) -> int | None:
        """Of the answers those that were favourable; None where it isn't given or nobody did."""
        if not self.total or self.favourable is None:
            return None
        return round(100 * self.favourable / self.total)

    def __str__(self) -> str:
        return f"{self.round_id}/{self.level}/{self.item}"


class EibAnswerCount(models.Model):
    """How many gave an answer to an item in all of a round; ``number`` is NULL if suppressed."""

    round = models.ForeignKey(EibRound, on_delete=models.CASCADE, related_name="answer_counts")
    item = models.CharField(_("pregunta"), max_length=20)
    answer = models.CharField(_("respuesta"), max_length=20)
    state = models.CharField(_("estado del valor"), max_length=14, choices=CountState.choices)
    number = models.IntegerField(_("cuántos la dieron"), null=True)

    class Meta:
        verbose_name = _("respuesta de una ronda EIB")
        verbose_name_plural = _("respuestas de las rondas EIB")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="eibanswercount_once", fields=["round", "item", "answer"]),
            models.CheckConstraint(
                name="eibanswercount_value_if_state",
                condition=Q(state=CountState.VALUE, number__isnull=False)
                | Q(state=CountState.SUPPRESSED, number__isnull=True),
            ),
            _enough("eibanswercount_enough", Q(number__gte=1, number__lt=SMALLEST)),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.item}/{self.answer}"
