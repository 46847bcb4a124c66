"""What was decided of a zone in its review, in which words; and the private feeds that say so."""

from __future__ import annotations

import secrets

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
_NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the decisions on zones are kept for good';",
)


class ZoneDecision(models.Model):
    """A step of a zone's review: which one, of which version, by whom, and its remark.

    Append-only, as ``ZoneVersion`` is, and like it it outlives zone and account: the keys to them
    are not constrained. ``version`` is the one that was decided on; the decision makes the next.
    ``remark`` is empty where nothing was said; ``place`` (EPSG:4326) is where it points at.
    """

    class Kind(models.TextChoices):
        SUBMIT = "submit", _("presentada")
        APPROVE = "approve", _("aprobada")
        RETURN = "return", _("devuelta a borrador")

    zone = models.ForeignKey(
        "territory.InterventionZone",
        verbose_name=_("zona"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="decisions",
    )
    version = models.IntegerField(_("versión"))
    decision = models.CharField(_("decisión"), max_length=10, choices=Kind.choices)
    remark = models.TextField(_("observación"), blank=True)
    place = models.PointField(_("lugar"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    by_name = models.CharField(_("quién"), max_length=310)
    decided_at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("decisión sobre una zona")
        verbose_name_plural = _("decisiones sobre las zonas")
        ordering = ["-pk"]
        triggers = [_APPEND_ONLY, _NO_TRUNCATE]
        constraints = [
            models.CheckConstraint(
                name="zonedecision_place_of_remark",
                condition=models.Q(place=None) | ~models.Q(remark=""),
            )
        ]
        indexes = [models.Index(fields=["zone", "-id"], name="zonedecision_zone")]

    def __str__(self) -> str:
        return f"{self.zone_id}@{self.version}: {self.decision}"


def new_feed_key() -> str:
    """A random one; the feed's address is derived from it (``territory.zones.feed_keys``)."""
    return secrets.token_urlsafe(16)


class ZoneFeedKey(models.Model):
    """What makes the address of an account's feed, until the account asks for another."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        on_delete=models.CASCADE,
        related_name="zone_feed_key",
        primary_key=True,
    )
    key = models.CharField(_("clave"), max_length=32, default=new_feed_key)
    created_at = models.DateTimeField(_("creada"), auto_now=True)

    class Meta:
        verbose_name = _("dirección privada de avisos")
        verbose_name_plural = _("direcciones privadas de avisos")

    def __str__(self) -> str:
        return str(self.user)
