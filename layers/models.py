"""What the publishing side itself has to remember."""

from __future__ import annotations

from django.db import models


class DataVersion(models.Model):
    """How often a layer's data changed; caches keyed on it go stale by themselves."""

    layer = models.CharField(max_length=63, primary_key=True)
    version = models.BigIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.layer}@{self.version}"


class LoadedFile(models.Model):
    """Which content of a shipped file is in the database, so that a second load is quick.

    ``name`` is the part of the fixtures that was loaded; ``sha256`` covers every file that
    decides its rows.
    """

    name = models.CharField(max_length=63, primary_key=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name
