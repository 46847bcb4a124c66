"""Files on their way in: how long each is to be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.stored import StoredFile


class Upload(models.Model):
    """A file that somebody sends in pieces; ``length`` are the bytes that it will have.

    What has come is ``file.size``. The upload goes with its file; it is taken out, and the file
    stays, once the file is used for something.
    """

    file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="upload"
    )
    length = models.BigIntegerField(_("bytes anunciados"))

    class Meta:
        verbose_name = _("archivo que se sube")
        verbose_name_plural = _("archivos que se suben")

    def __str__(self) -> str:
        return str(self.file)
