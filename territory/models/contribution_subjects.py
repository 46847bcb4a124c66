"""What a contribution is about, and what whoever sends it says of themselves; all is optional."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

# As long as the longest name of a feature that a layer publishes, and of a key.
NAME_LETTERS, FID_LETTERS = 500, 200


class ContributionKind(models.TextChoices):
    PROPOSAL = "proposal", _("propuesta")
    PROBLEM = "problem", _("problema")
    QUESTION = "question", _("pregunta")
    EXPERIENCE = "experience", _("experiencia")


class Sector(models.TextChoices):
    """The sectors of the plan's forums (``SECTORS``); whoever doesn't choose says none."""

    CIVIL_SOCIETY = "civil_society", _("sociedad civil")
    ACADEMIA = "academia", _("academia")
    BUSINESS = "business", _("sector empresarial")
    DONORS = "donors", _("cooperación internacional")
    PUBLIC_SECTOR = "public_sector", _("sector público")


# What a withdrawn one holds of it.
NOTHING_SAID: dict[str, Any] = {
    "kind": "",
    "sector": "",
    "feature_layer": "",
    "feature_fid": "",
    "feature_name": "",
}


class Described(models.Model):
    """``sector`` is only ever counted, and shown with no contribution.

    ``feature_layer`` and ``feature_fid`` name a published feature as every service does;
    ``feature_name`` is what it was called when the contribution came in, for a feature may be
    gone since.
    """

    kind = models.CharField(_("tipo"), max_length=10, choices=ContributionKind.choices, blank=True)
    sector = models.CharField(_("sector"), max_length=13, choices=Sector.choices, blank=True)
    feature_layer = models.CharField(_("capa del elemento"), max_length=63, blank=True)
    feature_fid = models.CharField(_("elemento"), max_length=FID_LETTERS, blank=True)
    feature_name = models.CharField(_("nombre del elemento"), max_length=NAME_LETTERS, blank=True)

    class Meta:
        abstract = True
