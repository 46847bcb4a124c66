"""Commitment 4: public money that comes of extraction, by who received it, year and kind."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from territory.models.counts import CountRecord, count_constraints


class TransferKind(models.TextChoices):
    """What the money is, as the ministry's income by type of resource (rubro 18) names it."""

    MINING_CANON = "mining_canon", _("canon minero")
    HYDROPOWER_CANON = "hydropower_canon", _("canon hidroenergético")
    GAS_CANON = "gas_canon", _("canon gasífero")
    FISHING_CANON = "fishing_canon", _("canon pesquero")
    FORESTRY_CANON = "forestry_canon", _("canon forestal")
    OIL_CANON = "oil_canon", _("canon y sobrecanon petrolero")
    OTHER_CANON = "other_canon", _("canon y sobrecanon, sin decir de qué recurso")
    FOCAM = "focam", _("FOCAM")
    MINING_ROYALTIES = "mining_royalties", _("regalías mineras")


class Recipient(models.TextChoices):
    """Who received it. A provincial municipality is of the province, a district's of it alone."""

    DISTRICT = "district", _("municipalidad distrital")
    PROVINCE = "province", _("municipalidad provincial")
    REGION = "region", _("gobierno regional")
    NATION = "nation", _("entidad del gobierno nacional")


class Nature(models.TextChoices):
    """Whether what is extracted renews itself."""

    RENEWABLE = "renewable", _("recurso renovable")
    NON_RENEWABLE = "non_renewable", _("recurso no renovable")
    UNKNOWN = "unknown", _("no se sabe de qué recurso")


_K = TransferKind
KINDS_OF: dict[Nature, tuple[TransferKind, ...]] = {
    Nature.RENEWABLE: (_K.HYDROPOWER_CANON, _K.FISHING_CANON, _K.FORESTRY_CANON),
    Nature.NON_RENEWABLE: (
        _K.MINING_CANON,
        _K.GAS_CANON,
        _K.OIL_CANON,
        _K.FOCAM,
        _K.MINING_ROYALTIES,
    ),
    Nature.UNKNOWN: (_K.OTHER_CANON,),
}
NATURE_OF = {kind.value: nature for nature, kinds in KINDS_OF.items() for kind in kinds}


class ResourceTransfer(CountRecord):
    """How much one level of government of a unit received of a kind during a year, in soles.

    Each row is of the unit that the receiver governs: the district, the province, the department;
    of an entity of the national government, the department in which its executing unit is. What
    is recorded in the ministry's system is what there is: no row is nothing recorded.
    """

    category = models.CharField(_("tipo de recurso"), max_length=16, choices=TransferKind.choices)
    recipient = models.CharField(_("quién recibe"), max_length=8, choices=Recipient.choices)
    # Declared anew, as the class of all counts has it: soles have céntimos.
    value = models.DecimalField(  # type: ignore[assignment]
        _("monto recaudado (S/)"), max_digits=18, decimal_places=2, null=True, blank=True
    )

    dimensions = ("recipient",)
    adds_units = True
    lists_all = True

    class Meta:
        verbose_name = _("transferencia por actividades extractivas")
        verbose_name_plural = _("transferencias por actividades extractivas")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["period_start", "category"], name="resourcetransfer_period")
        ]
        constraints = [
            *count_constraints("resourcetransfer", "recipient"),
            models.CheckConstraint(
                name="resourcetransfer_of_year", condition=Q(granularity="year")
            ),
        ]
