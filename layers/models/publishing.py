"""What publishing from the browser has to remember."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceSetting(models.Model):
    """How one source is published, whatever its agencies say."""

    source = models.CharField(_("fuente"), max_length=63, unique=True)
    needs_approval = models.BooleanField(
        _("una segunda persona aprueba lo que se publica"), default=True
    )

    class Meta:
        verbose_name = _("ajuste de una fuente")
        verbose_name_plural = _("ajustes de las fuentes")
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source


_KEPT = "RAISE EXCEPTION 'the diary of publications is kept for good';"
_KEEP = (
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=_KEPT,
    ),
)


class DiaryEntry(models.Model):
    """Something that was done with a source's files, by whom and when; kept for good.

    ``account`` and ``account_name`` are the site's account as it was called then, empty where
    the command line was told none; ``system_user`` is whom the system ran the command for.
    ``covers`` and ``feed`` name the part that it was done to, ``snapshot`` and ``submission``
    the publication and the file handed in (by number and UUID, which may be gone). ``counts``
    are the rows written (``inserted``, ``updated``, ``deleted``), ``note`` what the person wrote.
    """

    class Action(models.TextChoices):
        HANDED_IN = "handed_in", _("entregó un archivo")
        REQUESTED = "requested", _("pidió aprobación")
        APPROVED = "approved", _("aprobó")
        REJECTED = "rejected", _("no aprobó")
        ALLOWED = "allowed", _("decidió sobre columnas con datos personales")
        PUBLISHED = "published", _("publicó")
        UNDID = "undid", _("deshizo la última publicación")
        RETURNED = "returned", _("volvió a una publicación anterior")
        WITHDREW = "withdrew", _("retiró lo publicado")
        DISCARDED = "discarded", _("descartó un archivo entregado")

    at = models.DateTimeField(_("momento"), auto_now_add=True)
    action = models.CharField(_("qué"), max_length=10, choices=Action.choices)
    source = models.CharField(_("fuente"), max_length=63)
    feed = models.CharField(_("nombre"), max_length=63, blank=True, default="")
    covers = ArrayField(
        models.CharField(max_length=6), verbose_name=_("cubre"), default=list, blank=True
    )
    account = models.CharField(_("cuenta"), max_length=150, blank=True, default="")
    account_name = models.CharField(_("nombre"), max_length=310, blank=True, default="")
    system_user = models.CharField(_("usuario del sistema"), max_length=150, blank=True, default="")
    file_name = models.CharField(_("archivo"), max_length=200, blank=True, default="")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    snapshot = models.BigIntegerField(_("publicación"), null=True, blank=True)
    submission = models.UUIDField(_("entrega"), null=True, blank=True)
    counts = models.JSONField(_("filas"), default=dict, blank=True)
    note = models.TextField(_("nota"), blank=True, default="")

    class Meta:
        verbose_name = _("anotación del diario")
        verbose_name_plural = _("diario de publicaciones")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["source", "-id"], name="diaryentry_of_source")]
        triggers = _KEEP

    def __str__(self) -> str:
        return f"{self.account or self.system_user}: {self.get_action_display()} ({self.source})"
