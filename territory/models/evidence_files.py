"""What supports a record: an address, or a file that is kept and private until it is cleared."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.placed import SAMPLE_PREFIX
from territory.models.reviewed import ReviewState


class EvidenceKind(models.TextChoices):
    PDF = "pdf", "PDF"
    IMAGE = "image", _("imagen")
    SPREADSHEET = "spreadsheet", _("hoja de cálculo")
    TABLE = "table", _("tabla CSV")


class EvidenceFile(models.Model):
    """``file`` is the key of a stored file (``layers.stored``), ``sha256`` its content's digest.

    It is private until a person has confirmed that no attendee, signature, document number or
    identifiable testimony is in it (``cleared_at``): the database publishes none without.
    """

    Kind = EvidenceKind

    title = models.CharField(_("qué es"), max_length=200)
    address = models.URLField(_("dirección"), max_length=500, null=True, blank=True)
    file = models.UUIDField(_("archivo"), null=True, blank=True, editable=False)
    file_name = models.CharField(
        _("nombre del archivo"), max_length=200, null=True, blank=True, editable=False
    )
    kind = models.CharField(
        _("clase"),
        max_length=12,
        choices=EvidenceKind.choices,
        null=True,
        blank=True,
        editable=False,
    )
    size = models.BigIntegerField(_("bytes"), null=True, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, null=True, blank=True, editable=False)
    cleared_at = models.DateTimeField(
        _("se confirmó que no tiene datos personales"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True


def evidence_constraints(name: str) -> list[models.BaseConstraint]:
    """One of address and file; nothing published before it is cleared; samples say so."""
    whole_file = Q(
        address=None,
        file__isnull=False,
        sha256__isnull=False,
        size__isnull=False,
        kind__isnull=False,
        file_name__isnull=False,
    )
    return [
        models.CheckConstraint(
            name=f"{name}_address_or_file",
            condition=Q(address__isnull=False, file=None, sha256=None) | whole_file,
        ),
        models.CheckConstraint(
            name=f"{name}_published_once_cleared",
            condition=~Q(state=ReviewState.PUBLISHED) | Q(cleared_at__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{name}_sample_says_so",
            condition=Q(is_sample=False) | Q(title__startswith=SAMPLE_PREFIX),
        ),
    ]
