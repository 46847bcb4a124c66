"""Who asked for e-mail of a contribution or of an area, without an account."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailSubscription(models.Model):
    """An address that asked for notices, and whether whoever reads it confirmed that.

    ``sealed`` is the address, encrypted with a key that the database hasn't got (``sealed_by``
    names it: with another one it can't be opened), and ``address_key`` a keyed digest of it
    (``territory.participation.mail_addresses``): a copy of the table is no list. It is of one
    ``contribution`` or of one ``unit`` and those inside it. From ``ends_at`` on nothing is sent,
    and the row is deleted.
    """

    contribution = models.ForeignKey(
        "territory.Contribution",
        null=True,
        on_delete=models.CASCADE,
        related_name="mail_subscriptions",
    )
    unit = models.ForeignKey(
        "territory.AdminUnit",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_column="ubigeo",
    )
    address_key = models.CharField(max_length=64)
    sealed = models.BinaryField()
    sealed_by = models.CharField(max_length=8)
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("suscripción por correo")
        verbose_name_plural = _("suscripciones por correo")
        constraints = [
            models.CheckConstraint(
                name="mailsubscription_of_one",
                condition=models.Q(contribution__isnull=True) ^ models.Q(unit__isnull=True),
            ),
            models.UniqueConstraint(
                name="mailsubscription_once",
                fields=["address_key", "contribution", "unit"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


# Whoever writes the row: of what was withdrawn nobody is written to any more.
FORGET_ADDRESSES = pgtrigger.Trigger(
    name="forget_addresses",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(new__state="withdrawn"),
    func="""
        DELETE FROM territory_mailsubscription WHERE contribution_id = NEW.id;
        RETURN NULL;
    """,
)
