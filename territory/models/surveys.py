"""Commitments 9 and 10: what users of transport answered, counted; never a single answer."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountState
from territory.models.placed import Measure, PlacedRecord
from territory.models.searched import Code, Searched
from territory.periods import Granularity, Period
from territory.suppression import SMALLEST

_SEARCHED = Searched("name", (Code("survey_code"),), thing="survey_code")


def _enough(name: str, field: str) -> models.CheckConstraint:
    """Whoever writes the row: so few people's number isn't in it."""
    return models.CheckConstraint(
        name=name,
        condition=~Q(**{f"{field}__gte": 1, f"{field}__lt": SMALLEST}),
        violation_error_message=_("Son menos de 5 personas: no se publica el número."),
    )


class TransportSurveyCount(PlacedRecord):
    """How many gave one answer to a question of a survey, in a unit and a period.

    ``name`` is the question. ``value`` is there where ``state`` is "value", and only there.
    ``interviewed`` is how many were asked the question there, None where it isn't known or would
    give away what is suppressed (``territory.suppression``). ``method`` and ``coverage`` say how
    and whom.
    """

    survey_code = models.CharField(_("código de la encuesta"), max_length=40)
    survey = models.CharField(_("encuesta"), max_length=300)
    question_code = models.CharField(_("código de la pregunta"), max_length=20)
    name = models.CharField(_("pregunta"), max_length=300)
    answer_code = models.CharField(_("código de la respuesta"), max_length=20)
    answer = models.CharField(_("respuesta"), max_length=200)
    period_start = models.DateField(_("inicio del periodo"))
    granularity = models.CharField(
        _("duración del periodo"), max_length=5, choices=Granularity.choices
    )
    value = models.IntegerField(_("personas que la dieron"), null=True, blank=True)
    state = models.CharField(_("estado del valor"), max_length=14, choices=CountState.choices)
    interviewed = models.IntegerField(
        _("personas entrevistadas"),
        null=True,
        blank=True,
        help_text=_("Vacío si no se sabe, o si con él se deduciría lo reservado."),
    )
    method = models.CharField(_("método"), max_length=500)
    coverage = models.CharField(_("a quién se entrevistó"), max_length=500)

    row_label = Concat("name", Value(": "), "answer")
    measures = (
        Measure(
            "transport_surveys",
            _("Encuestas a usuarios del transporte"),
            once_per=("survey_code",),
        ),
    )
    searched = _SEARCHED
    sheet = Concat(
        Value("/transporte/encuestas/"),
        F("survey_code"),
        Value("/"),
        output_field=models.TextField(),
    )

    class Meta:
        verbose_name = _("respuesta de una encuesta de transporte")
        verbose_name_plural = _("respuestas de encuestas de transporte")
        ordering = ["id"]
        indexes = [*_SEARCHED.indexes("transportsurvey")]
        constraints = [
            models.UniqueConstraint(
                name="transportsurveycount_once",
                fields=[
                    "survey_code",
                    "question_code",
                    "answer_code",
                    "declared_unit",
                    "period_start",
                    "granularity",
                    "is_sample",
                ],
            ),
            models.CheckConstraint(
                name="transportsurveycount_value_if_state",
                condition=Q(state=CountState.VALUE, value__isnull=False)
                | ~Q(state=CountState.VALUE) & Q(value__isnull=True),
            ),
            models.CheckConstraint(
                name="transportsurveycount_not_negative",
                condition=~Q(value__lt=0) & ~Q(interviewed__lt=0),
            ),
            _enough("transportsurveycount_value_enough", "value"),
            _enough("transportsurveycount_interviewed_enough", "interviewed"),
            models.CheckConstraint(
                name="transportsurveycount_has_unit", condition=Q(declared_unit__isnull=False)
            ),
            models.CheckConstraint(
                name="transportsurveycount_sourced",
                condition=Q(is_sample=True) | Q(source_url__isnull=False),
                violation_error_message=_("Falta la dirección de la fuente."),
            ),
        ]

    @property
    def period(self) -> Period:
        return Period(self.period_start, Granularity(self.granularity))

    def __str__(self) -> str:
        return f"{self.name}: {self.answer}"
