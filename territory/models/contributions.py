"""What citizens contribute to a commitment, how it was moderated and what the agency answered.

What isn't published yet, and where exactly a pin lies, is nobody's outside: ``public_geom`` and
``public_text`` are all that leaves the site. Whoever withdraws a contribution takes all of it
back: the database holds that such a row has nothing left.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from territory.models.contribution_places import DECLARED, FINEST_DIGITS, KEEP_COARSE
from territory.models.contribution_subjects import NOTHING_SAID, Described
from territory.models.random_keys import random_key

# The side of the grid that pins and outlines are rounded to, degrees: 111 m from south to north,
# 105 to 111 m from west to east at Peru's latitudes.
GRID_DEG = 0.001

# Whoever writes the row, a place that nobody confirmed as public is rounded, and none is shown of
# what isn't published. An outline that is smaller than the grid becomes the point of its middle.
_PUBLIC_PLACE = pgtrigger.Trigger(
    name="public_place",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        {KEEP_COARSE}
        NEW.public_geom := CASE
            WHEN NEW.state <> 'published' THEN NULL
            WHEN NEW.is_public_place THEN NEW.geom
            WHEN ST_Dimension(NEW.geom) = 0 THEN ST_SnapToGrid(NEW.geom, {GRID_DEG})
            ELSE COALESCE(
                (
                    SELECT ST_Multi(ST_ForcePolygonCCW(shape))
                    FROM ST_CollectionExtract(
                        ST_MakeValid(ST_SnapToGrid(NEW.geom, {GRID_DEG})), 3
                    ) AS shape
                    WHERE NOT ST_IsEmpty(shape)
                ),
                ST_SnapToGrid(ST_Centroid(NEW.geom), {GRID_DEG})
            )
        END;
        RETURN NEW;
    """,  # noqa: S608 - the grid is a constant of this module
    declare=DECLARED,
)
_RAISE_VERSION = pgtrigger.Trigger(
    name="raise_version",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="NEW.version := OLD.version + 1; RETURN NEW;",
)


class State(models.TextChoices):
    RECEIVED = "received", _("recibido, por revisar")
    PUBLISHED = "published", _("publicado")
    REJECTED = "rejected", _("no publicado")
    WITHDRAWN = "withdrawn", _("retirado por quien lo envió")


class Reason(models.TextChoices):
    """Why a contribution isn't published; there are no others."""

    OFFENSIVE = "offensive", _("tiene insultos, amenazas o discriminación")
    PERSONAL = "personal", _("son datos personales, y sin ellos no queda nada que publicar")
    OFF_TOPIC = "off_topic", _("no trata de un compromiso del plan")
    DUPLICATE = "duplicate", _("repite otro aporte")
    ADVERTISING = "advertising", _("es publicidad o un envío automático")
    UNLAWFUL = "unlawful", _("publicarlo sería contrario a la ley")
    UNCLEAR = "unclear", _("no se entiende qué dice o de qué lugar habla")


class Outcome(models.TextChoices):
    """What the agency does with a contribution."""

    ACCEPTED = "accepted", _("se acoge")
    PARTLY = "partly", _("se acoge en parte")
    DECLINED = "declined", _("no se acoge")
    INFORMED = "informed", _("se informa")


class AnswerState(models.TextChoices):
    NONE = "none", _("sin respuesta")
    SUBMITTED = "submitted", _("respuesta por aprobar")
    PUBLISHED = "published", _("respondido")


# What withdrawal leaves in each column that said something: the door writes it, and the database
# refuses a withdrawn contribution that holds anything else.
NOTHING_LEFT: dict[str, Any] = {
    "text": "",
    "public_text": "",
    "answer": "",
    "outcome": "",
    "reason": "",
    "geom": None,
    "commitment": None,
    "consultation": None,
    "paragraph": None,
    "unit": None,
    "agency": None,
    "duplicate_of": None,
    "answer_by": None,
    "published_at": None,
    "answered_at": None,
    **NOTHING_SAID,
}


class Contribution(Described):
    """What somebody without an account says of a commitment, at a place or of a unit.

    ``code_hash`` is all that is kept of the tracking code. ``geom`` (EPSG:4326, a Point or a
    MultiPolygon) is the exact place, for moderators only; ``public_geom`` is kept by the database.
    Of a consultation it is said at a ``paragraph`` of its text, and needs no place.
    ``text`` is as it was written, ``public_text`` with the personal data taken out or, of those
    on security, a moderator's summary.
    ``says_public_place`` is the citizen's word, ``is_public_place`` the moderator's.
    ``agency`` is the one in charge of answering; ``version`` is raised by the database.
    Its key is random: it is in addresses, and tells nobody of what waits or was refused.
    ``Described`` holds what it says of itself, and the feature that it is about.
    """

    id = random_key()
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("estado"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    version = models.IntegerField(_("versión"), default=1, editable=False)
    commitment = models.ForeignKey(
        "territory.Commitment",
        verbose_name=_("compromiso"),
        null=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    consultation = models.ForeignKey(
        "territory.Consultation",
        verbose_name=_("consulta"),
        null=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    paragraph = models.PositiveSmallIntegerField(_("párrafo"), null=True)
    unit = models.ForeignKey(
        "territory.AdminUnit",
        verbose_name=_("unidad"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_column="declared_ubigeo",
    )
    geom = models.GeometryField(_("lugar exacto"), null=True)
    public_geom = models.GeometryField(_("lugar"), null=True, editable=False)
    says_public_place = models.BooleanField(_("dice que es un lugar público"), default=False)
    is_public_place = models.BooleanField(_("es un lugar público"), default=False)
    text = models.TextField(_("texto como se envió"), blank=True)
    public_text = models.TextField(_("aporte"), blank=True)
    received_at = models.DateTimeField(_("recibido"), auto_now_add=True)
    published_at = models.DateTimeField(_("publicado"), null=True)
    reason = models.CharField(_("motivo"), max_length=12, choices=Reason.choices, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("repite a"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    agency = models.ForeignKey(
        "territory.Agency",
        verbose_name=_("entidad que responde"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer_state = models.CharField(
        _("estado de la respuesta"),
        max_length=10,
        choices=AnswerState.choices,
        default=AnswerState.NONE,
    )
    answer = models.TextField(_("respuesta"), blank=True)
    outcome = models.CharField(_("resultado"), max_length=10, choices=Outcome.choices, blank=True)
    answered_at = models.DateTimeField(_("respondido"), null=True)
    answer_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_on = models.DateField(_("retirado"), null=True)

    class Meta:
        verbose_name = _("aporte")
        verbose_name_plural = _("aportes")
        ordering = ["-received_at", "-id"]
        permissions = [("moderate_contribution", "Puede revisar los aportes de la ciudadanía")]
        triggers = [_PUBLIC_PLACE, _RAISE_VERSION]
        constraints = [
            models.CheckConstraint(
                name="contribution_withdrawn_has_nothing",
                condition=~models.Q(state=State.WITHDRAWN)
                | models.Q(**NOTHING_LEFT, withdrawn_on__isnull=False),
            ),
            models.CheckConstraint(
                name="contribution_published_is_whole",
                condition=~models.Q(state=State.PUBLISHED)
                | (~models.Q(public_text="") & models.Q(published_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="contribution_rejected_has_reason",
                condition=~models.Q(state=State.REJECTED) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="contribution_of_commitment",
                condition=models.Q(state=State.WITHDRAWN) | models.Q(commitment__isnull=False),
            ),
            models.CheckConstraint(
                name="contribution_at_paragraph",
                condition=models.Q(consultation=None, paragraph=None)
                | models.Q(
                    # A comparison with NULL would let it pass.
                    consultation__isnull=False,
                    paragraph__isnull=False,
                    paragraph__gte=1,
                ),
            ),
            models.CheckConstraint(
                name="contribution_answered_is_whole",
                condition=models.Q(answer_state=AnswerState.NONE)
                | (~models.Q(answer="") & ~models.Q(outcome="") & models.Q(agency__isnull=False)),
            ),
            models.CheckConstraint(
                name="contribution_feature_is_whole",
                condition=models.Q(feature_layer="", feature_fid="", feature_name="")
                | (~models.Q(feature_layer="") & ~models.Q(feature_fid="")),
            ),
            models.CheckConstraint(
                name="contribution_geom_valid", condition=models.Q(geom__isvalid=True)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at", "id"], name="contribution_state"),
            models.Index(
                fields=["unit", "-published_at"],
                name="contribution_of_unit",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
            models.Index(fields=["agency", "answer_state"], name="contribution_of_agency"),
            models.Index(
                fields=["feature_layer", "feature_fid", "-published_at"],
                name="contribution_of_feature",
                condition=models.Q(state=State.PUBLISHED) & ~models.Q(feature_layer=""),
            ),
            models.Index(
                fields=["consultation", "paragraph", "received_at", "id"],
                name="contribution_of_consultation",
            ),
            # What lies within so many metres (territory.participation.nearby).
            GistIndex(
                models.Func("geom", template="(%(expressions)s::geography)"),
                name="contribution_geography",
            ),
            GistIndex(
                models.Func("public_geom", template="(%(expressions)s::geography)"),
                name="contribution_public_geography",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def is_answered(self) -> bool:
        return self.answer_state == AnswerState.PUBLISHED

    @property
    def is_redacted(self) -> bool:
        """Whether something was taken out of what is shown."""
        shown = self.state == State.PUBLISHED and not self.is_summarised
        return shown and self.public_text != self.text

    @property
    def is_summarised(self) -> bool:
        """Whether what is shown of it is a moderator's summary, as on the subjects of security."""
        return self.commitment is not None and self.commitment.number in FINEST_DIGITS
