"""Files that more than one machine has to reach: kept in the database, in blocks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file: what was uploaded, or what a job made.

    ``size`` are the bytes that are there. ``sha256`` is empty until all of them are: such a file
    is still being written, and nobody reads it. ``expires_at`` is empty for what stays until it is
    deleted. Written and read by ``layers.stored``.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nombre"), max_length=200)
    media_type = models.CharField(_("tipo"), max_length=100)
    size = models.BigIntegerField(_("bytes"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dueño"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("creado"), db_default=Now())
    expires_at = models.DateTimeField(_("vence"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("archivo guardado")
        verbose_name_plural = _("archivos guardados")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        """Whether all of it is there."""
        return bool(self.sha256)


class StoredBlock(models.Model):
    """Some bytes of a file that follow one another; ``start`` says from which byte on, from 0.

    Stored uncompressed and out of the row (``STORAGE EXTERNAL``): what is uploaded is mostly
    compressed already, and a part of a block is read without the rest.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="blocks")
    start = models.BigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="stored_block_of_file", fields=["file", "start"])
        ]

    def __str__(self) -> str:
        return f"{self.file_id}@{self.start}"
