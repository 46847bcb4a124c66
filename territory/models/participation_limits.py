"""How often somebody without an account did something, for as long as that is bounded."""

from __future__ import annotations

from django.db import models


class LimitMark(models.Model):
    """A count within a window; ``key`` is a keyed digest from which nobody finds an address.

    Deleted once it has expired (``territory.participation.limits``).
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.IntegerField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
