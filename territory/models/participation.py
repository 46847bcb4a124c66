"""Processes of participation: forums, their sessions and minutes, and what is agreed there.

Nobody who attends is named: members and attendance are numbers by sector, and whoever answers for
an agreement is an agency. What isn't known is NULL.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.histories import history
from territory.models.placed import SAMPLE_PREFIX
from territory.models.plan import Agency, Commitment, Theme
from territory.models.reviewed import ReviewedRecord, ReviewState
from territory.models.searched import Code, Searched

MOST_PEOPLE = 100_000
_PEOPLE = [MaxValueValidator(MOST_PEOPLE)]
# The layers' rows have their units as one text.
_FORUM_SEARCHED = Searched("name", (Code("slug"),), place="units_text")
_SESSION_SEARCHED = Searched("title", place="units_text")
SECTORS = ("civil_society", "academia", "business", "donors", "public_sector")


class BySector(models.Model):
    """How many take part for each sector; NULL where nobody counted."""

    civil_society = models.PositiveIntegerField(
        _("sociedad civil"), null=True, blank=True, validators=_PEOPLE
    )
    academia = models.PositiveIntegerField(_("academia"), null=True, blank=True, validators=_PEOPLE)
    business = models.PositiveIntegerField(
        _("sector empresarial"), null=True, blank=True, validators=_PEOPLE
    )
    donors = models.PositiveIntegerField(
        _("cooperación internacional"), null=True, blank=True, validators=_PEOPLE
    )
    public_sector = models.PositiveIntegerField(
        _("sector público"), null=True, blank=True, validators=_PEOPLE
    )

    class Meta:
        abstract = True

    @property
    def by_sector(self) -> list[tuple[str, int | None]]:
        """Each sector's title with its number."""
        titles = {field.name: str(field.verbose_name) for field in self._meta.concrete_fields}
        return [(titles[name], getattr(self, name)) for name in SECTORS]


class Placed(models.Model):
    """Where something meets, and for which units it speaks.

    ``geom`` (EPSG:4326) is the venue; ``units`` are ubigeos, empty where none
    is known.
    """

    venue = models.CharField(_("sede"), max_length=200, null=True, blank=True)
    geom = models.PointField(_("punto de la sede"), null=True, blank=True)
    units = ArrayField(
        models.CharField(max_length=6), verbose_name=_("ámbito (ubigeos)"), default=list, blank=True
    )

    class Meta:
        abstract = True


class Sourced(models.Model):
    """Where what is said was read, and when it was true."""

    source_url = models.URLField(_("dirección de la fuente"), max_length=500, null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))

    class Meta:
        abstract = True


def sourced(name: str, title: str) -> list[models.BaseConstraint]:
    """No fact without its address, and no sample that doesn't say that it is one in ``title``."""
    return [
        models.CheckConstraint(
            name=f"{name}_has_source",
            condition=Q(is_sample=True) | (Q(source_url__isnull=False) & ~Q(source_url="")),
        ),
        _says_sample(name, title),
    ]


def _says_sample(name: str, title: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{name}_sample_says_so",
        condition=Q(is_sample=False) | Q(**{f"{title}__startswith": SAMPLE_PREFIX}),
    )


class Forum(BySector, Placed, Sourced, ReviewedRecord):
    """A multi-actor forum of a commitment, in a sector: where it meets and who takes part.

    ``slug`` is its address and stays. Of a pilot it is said what came of it (``evaluation``), by
    its agency, on ``evaluated_on``, read at ``evaluation_url``.
    """

    class Outcome(models.TextChoices):
        CONTINUE = "continue", _("continúa")
        ADJUST = "adjust", _("continúa con cambios")
        CLOSE = "close", _("se cierra")

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("compromiso"), on_delete=models.PROTECT, related_name="forums"
    )
    slug = models.SlugField(_("identificador"), max_length=60, unique=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Theme.choices)
    name = models.CharField(_("nombre"), max_length=200)
    purpose = models.TextField(_("para qué"), null=True, blank=True)
    is_pilot = models.BooleanField(_("es un piloto"), default=False)
    evaluation = models.TextField(_("evaluación del piloto"), null=True, blank=True)
    evaluation_outcome = models.CharField(
        _("resultado de la evaluación"),
        max_length=10,
        choices=Outcome.choices,
        null=True,
        blank=True,
    )
    evaluated_on = models.DateField(_("evaluado el"), null=True, blank=True)
    evaluation_url = models.URLField(
        _("dirección de la evaluación"), max_length=500, null=True, blank=True
    )

    searched: ClassVar[Searched] = _FORUM_SEARCHED

    class Meta:
        verbose_name = _("foro multiactor")
        verbose_name_plural = _("foros multiactor")
        ordering = ["commitment", "slug"]
        triggers = [*history()]
        indexes = _FORUM_SEARCHED.indexes("forum")
        constraints = [
            *sourced("forum", "name"),
            models.CheckConstraint(
                name="forum_evaluation_of_pilot",
                condition=Q(
                    evaluation=None,
                    evaluation_outcome=None,
                    evaluated_on=None,
                    evaluation_url=None,
                )
                | (
                    Q(is_pilot=True, evaluated_on__isnull=False, evaluation__isnull=False)
                    & Q(evaluation_outcome__isnull=False)
                    & (Q(is_sample=True) | Q(evaluation_url__isnull=False))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ForumSession(BySector, Placed, Sourced, ReviewedRecord):
    """A session of a forum: its agenda, where it was, and how many came of each sector."""

    forum = models.ForeignKey(
        Forum, verbose_name=_("foro"), on_delete=models.PROTECT, related_name="sessions"
    )
    number = models.SmallIntegerField(_("número de sesión"), validators=[MinValueValidator(1)])
    title = models.CharField(_("título"), max_length=200)
    held_on = models.DateField(_("fecha"))
    agenda = models.TextField(_("agenda"), null=True, blank=True)

    searched: ClassVar[Searched] = _SESSION_SEARCHED
    commitment_path: ClassVar[str] = "forum__commitment"
    within: ClassVar[tuple[str, ...]] = ("forum",)

    class Meta:
        verbose_name = _("sesión de un foro")
        verbose_name_plural = _("sesiones de los foros")
        ordering = ["forum", "number"]
        triggers = [*history()]
        indexes = _SESSION_SEARCHED.indexes("forumsession")
        constraints = [
            *sourced("forumsession", "title"),
            models.UniqueConstraint(name="forumsession_once", fields=["forum", "number"]),
            models.CheckConstraint(name="forumsession_number", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id}/{self.number}"


class SessionMinutes(ReviewedRecord):
    """The minutes of a session, apart from it since they may hold what is nobody's business.

    They are private until a person has confirmed that no attendee, signature, document number or
    identifiable testimony is in them (``cleared_at``): the database publishes none without.
    """

    session = models.OneToOneField(
        ForumSession, verbose_name=_("sesión"), on_delete=models.PROTECT, related_name="minutes"
    )
    text = models.TextField(_("acta"))
    cleared_at = models.DateTimeField(
        _("se confirmó que no tiene datos personales"), null=True, blank=True, editable=False
    )

    commitment_path: ClassVar[str] = "session__forum__commitment"
    within: ClassVar[tuple[str, ...]] = ("session", "session__forum")

    class Meta:
        verbose_name = _("acta de una sesión")
        verbose_name_plural = _("actas de las sesiones")
        ordering = ["session"]
        triggers = [*history()]
        constraints = [
            models.CheckConstraint(
                name="sessionminutes_published_once_cleared",
                condition=~Q(state=ReviewState.PUBLISHED) | Q(cleared_at__isnull=False),
            ),
            _says_sample("sessionminutes", "text"),
        ]

    def __str__(self) -> str:
        return str(self.session_id)


class Agreement(Sourced, ReviewedRecord):
    """What a session agreed: which office does what, by when.

    ``code`` names it within its session and stays. Whether it is overdue follows from ``due_on``,
    ``progress`` and the day (``territory.participation.processes.agreements``): it isn't stored.
    """

    class Progress(models.TextChoices):
        PENDING = "pending", _("pendiente")
        IN_PROGRESS = "in_progress", _("en curso")
        FULFILLED = "fulfilled", _("cumplido")
        DROPPED = "dropped", _("dejado sin efecto")

    session = models.ForeignKey(
        ForumSession, verbose_name=_("sesión"), on_delete=models.PROTECT, related_name="agreements"
    )
    code = models.SlugField(_("código"), max_length=20)
    text = models.TextField(_("acuerdo"))
    topic = models.CharField(_("tema"), max_length=80)
    owner = models.ForeignKey(
        Agency, verbose_name=_("entidad responsable"), on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("vence el"), null=True, blank=True)
    progress = models.CharField(
        _("estado del acuerdo"), max_length=12, choices=Progress.choices, default=Progress.PENDING
    )
    fulfilled_on = models.DateField(_("cumplido el"), null=True, blank=True)
    units = ArrayField(
        models.CharField(max_length=6),
        verbose_name=_("lugares (ubigeos)"),
        default=list,
        blank=True,
    )

    commitment_path: ClassVar[str] = "session__forum__commitment"
    within: ClassVar[tuple[str, ...]] = ("session", "session__forum")

    class Meta:
        verbose_name = _("acuerdo")
        verbose_name_plural = _("acuerdos")
        ordering = ["session", "code"]
        triggers = [*history()]
        constraints = [
            *sourced("agreement", "text"),
            models.UniqueConstraint(name="agreement_once", fields=["session", "code"]),
            models.CheckConstraint(
                name="agreement_fulfilled_on",
                condition=Q(fulfilled_on=None) | Q(progress="fulfilled"),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="agreement_due"),
            *Searched("text").indexes("agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.code}"
