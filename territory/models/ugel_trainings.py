"""Commitment 6: trainings of DRE and UGEL in the use of statistics; participants are numbers."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.placed import DistinctCount, Measure, PlacedRecord
from territory.models.searched import Code, Searched
from territory.models.ugel import six_digits
from territory.models.ugel_management import Kept
from territory.suppression import SMALLEST

# By the office or sector that they are of; together they are the participants.
SECTORS = (
    "regional_office",
    "ugel_office",
    "schools",
    "regional_government",
    "local_government",
    "other_sectors",
    "civil_society",
)
PARTICIPANTS = "participants"
SEPARATOR = "; "
MOST_PEOPLE = 10_000
_SEARCHED = Searched("topic", (Code("office_code", numeric=True, digits=6), Code("session_code")))


def _people(title: Any) -> models.PositiveIntegerField[Any, Any]:
    """NULL where nobody counted, or where so few were counted that it isn't published."""
    return models.PositiveIntegerField(title, null=True, blank=True)


class UgelTraining(Kept, PlacedRecord):
    """The people of a DRE or UGEL that were trained at a session: of each such office a row.

    ``declared_unit`` is where the session was held. ``withheld`` names the numbers that aren't
    published, being of fewer than five people or such that one could be deduced from them: they are
    stored nowhere (``layers.themes.ugel_trainings``).
    """

    session_code = models.CharField(_("código de la sesión"), max_length=40)
    held_on = models.DateField(_("fecha"))
    topic = models.CharField(_("tema"), max_length=200)
    organisers = models.CharField(
        _("organiza"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_("Oficinas y sectores separados por punto y coma; nunca personas."),
    )
    venue = models.CharField(_("local"), max_length=200, null=True, blank=True)
    office_code = models.CharField(_("código de DRE o UGEL"), max_length=6, validators=[six_digits])
    office = models.CharField(_("DRE o UGEL"), max_length=110)
    participants = _people(_("participantes"))
    regional_office = _people(_("de la DRE o GRE"))
    ugel_office = _people(_("de la UGEL"))
    schools = _people(_("de instituciones educativas"))
    regional_government = _people(_("del gobierno regional"))
    local_government = _people(_("de gobiernos locales"))
    other_sectors = _people(_("de otros sectores del Estado"))
    civil_society = _people(_("de la sociedad civil"))
    withheld = models.CharField(
        _("números reservados"),
        max_length=200,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Nombres de los campos, separados por punto y coma."),
    )

    row_label = Concat("topic", Value(", "), "office", output_field=models.TextField())
    measures = (
        Measure(
            "training_sessions",
            _("sesiones de capacitación en estadística"),
            aggregate=DistinctCount,
            of="session_code",
        ),
        Measure(
            "trained_offices",
            _("DRE y UGEL distintas capacitadas"),
            aggregate=DistinctCount,
            of="office_code",
        ),
        Measure(
            "trained_people",
            _("participantes publicados (quien va a dos sesiones cuenta dos veces)"),
            aggregate=Sum,
            of=PARTICIPANTS,
            known=Q(participants__isnull=False),
        ),
    )
    searched = _SEARCHED
    sheet = Concat(Value("/ugel/capacitaciones/?oficina="), F("office_code"))

    class Meta:
        triggers = [*history("parts")]
        verbose_name = _("capacitación de una DRE o UGEL")
        verbose_name_plural = _("capacitaciones de las DRE y UGEL")
        ordering = ["-held_on", "session_code", "office_code"]
        indexes = _SEARCHED.indexes("ugeltraining")
        constraints = [
            models.UniqueConstraint(
                name="ugeltraining_once", fields=["session_code", "office_code", "is_sample"]
            ),
            models.CheckConstraint(
                name="ugeltraining_has_source",
                condition=Q(is_sample=True) | Q(source_url__isnull=False),
            ),
            *(
                models.CheckConstraint(
                    name=f"ugeltraining_{name}_not_few",
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{name: 0})
                    | Q(**{f"{name}__gte": SMALLEST}),
                )
                for name in (PARTICIPANTS, *SECTORS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {self.office}"

    @property
    def withheld_columns(self) -> list[str]:
        """The columns whose number was counted and isn't published."""
        return self.withheld.split(SEPARATOR) if self.withheld else []

    @property
    def has_withheld_participants(self) -> bool:
        """Whether so few took part that not even their number is published."""
        return PARTICIPANTS in self.withheld_columns

    @property
    def by_sector(self) -> list[tuple[str, int | None, bool]]:
        """Each sector's title with its number, and whether that is withheld."""
        titles = {field.name: str(field.verbose_name) for field in self._meta.concrete_fields}
        return [
            (titles[name], getattr(self, name), name in self.withheld_columns) for name in SECTORS
        ]
