"""Commitment 7: what is kept of the register of titles so that one can be checked, and of who did.

Of a title a keyed hash of its public identifier is kept, and nothing else: no document, no name,
no number. Without the key, which isn't in the database, nobody finds out what a hash is of.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.parts import PartedRecord
from territory.models.published_rows import PublishedRows


class TitleFile(PartedRecord):
    """A file of the register whose titles can be checked: whose it is, and true at which date.

    ``key_id`` names the key that its hashes were made with; without that key nothing can be said
    of it. ``code`` is what its hashes name it by.
    """

    code = models.CharField(_("código"), max_length=16)
    source = models.CharField(_("fuente"), max_length=200)
    source_url = models.URLField(_("dirección de la fuente"), null=True, blank=True)
    cutoff_date = models.DateField(_("fecha de corte"))
    key_id = models.CharField(_("clave de sus huellas"), max_length=16)
    first_year = models.SmallIntegerField(_("primer año de registro"))
    last_year = models.SmallIntegerField(_("último año de registro"))
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    objects = PublishedRows.as_manager()

    class Meta:
        verbose_name = _("archivo del registro de títulos")
        verbose_name_plural = _("archivos del registro de títulos")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="titlefile_once", fields=["code", "is_sample"]),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.cutoff_date}"


class TitleMark(PartedRecord):
    """That a file of the register has a title: the keyed hash of one of its public identifiers.

    ``digest`` is made by ``territory.titles.identifiers``; ``bucket`` is its first two bytes, by
    which the few that may be meant are found. ``file_code`` is a ``TitleFile``'s.
    """

    digest = models.BinaryField(_("huella"), max_length=32)
    bucket = models.IntegerField(_("comienzo de la huella"))
    file_code = models.CharField(_("archivo"), max_length=16)
    is_sample = models.BooleanField(_("es una muestra"), default=False)

    class Meta:
        verbose_name = _("huella de un título")
        verbose_name_plural = _("huellas de títulos")
        ordering = ["id"]
        indexes = [models.Index(fields=["bucket"], name="titlemark_bucket")]
        constraints = [
            models.UniqueConstraint(name="titlemark_once", fields=["digest", "is_sample"]),
        ]

    def __str__(self) -> str:
        return f"{bytes(self.digest).hex()[:8]}…"


class TitleCheck(models.Model):
    """That an account checked so many titles by file, and what for; not which titles.

    What for is chosen from a list: in a text of its own an account might name whose they are.
    """

    class Purpose(models.TextChoices):
        HIRING = "hiring", _("contratación de personal")
        PUBLIC_CONTEST = "public_contest", _("concurso público de méritos")
        ADMISSION = "admission", _("admisión o convalidación de estudios")
        SUPERVISION = "supervision", _("supervisión o control")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cuenta"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    purpose = models.CharField(_("para qué"), max_length=14, choices=Purpose.choices)
    rows = models.PositiveIntegerField(_("títulos consultados"))
    # A day of Lima: quotas begin anew at its midnight.
    day = models.DateField(_("día"))
    at = models.DateTimeField(_("momento"), auto_now_add=True)

    class Meta:
        verbose_name = _("consulta de títulos por archivo")
        verbose_name_plural = _("consultas de títulos por archivo")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["account", "day"], name="titlecheck_account_day")]
        constraints = [
            models.CheckConstraint(
                name="titlecheck_known_purpose",
                condition=Q(purpose__in=["hiring", "public_contest", "admission", "supervision"]),
            ),
            models.CheckConstraint(name="titlecheck_has_rows", condition=Q(rows__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.day}: {self.rows}"
