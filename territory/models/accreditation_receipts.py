"""Commitment 13: the keys of facilities and insurers, and the receipts of their transactions."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from territory.accreditation.receipts.keys import KEY_ID_LENGTH, key_id, raw_key
from territory.models.accreditation import InsurerKind, five_digits
from territory.models.health import eight_digits

HASH_LENGTH, SIGNATURE_LENGTH, KEY_LENGTH = 64, 86, 43
# Codes of facilities and insurers that are samples begin so: they sign nothing.
SAMPLE_CODE = "99"
# What a link has that is of a transaction, and a blank one hasn't.
OF_TRANSACTION = ("transaction", "facility_code", "insurer_code", "query", "query_signature")


class PartyKind(models.TextChoices):
    """Which side of a query signs with a key."""

    FACILITY = "facility", _("establecimiento (IPRESS)")
    INSURER = "insurer", _("aseguradora (IAFAS)")


def check_public_key(text: str) -> None:
    """Raise ValidationError where the text is no Ed25519 key that can be trusted."""
    try:
        raw_key(text)
    except ValueError as error:
        raise ValidationError(
            _("Se esperan los 32 bytes de una clave pública Ed25519 en base64url, sin «=».")
        ) from error


class AccreditationKey(models.Model):
    """A public key by which a facility or an insurer signs, from one instant to another.

    A key is never changed nor deleted: it is replaced by another one, and revoked. What was
    received before ``revoked_at`` stays good.
    """

    kind = models.CharField(_("de quién es"), max_length=8, choices=PartyKind.choices)
    code = models.CharField(
        _("código"), max_length=8, help_text=_("8 dígitos de la IPRESS o 5 de la IAFAS.")
    )
    name = models.CharField(_("nombre"), max_length=200)
    insurer_kind = models.CharField(
        _("tipo de IAFAS"), max_length=7, choices=InsurerKind.choices, null=True, blank=True
    )
    public_key = models.CharField(
        _("clave pública"), max_length=KEY_LENGTH, unique=True, validators=[check_public_key]
    )
    key_id = models.CharField(
        _("nombre corto de la clave"), max_length=KEY_ID_LENGTH, unique=True, editable=False
    )
    valid_from = models.DateTimeField(_("vale desde"), default=timezone.now)
    valid_until = models.DateTimeField(_("vale hasta"), null=True, blank=True)
    revoked_at = models.DateTimeField(
        _("revocada"), null=True, blank=True, help_text=_("Nada que se reciba desde entonces vale.")
    )
    registered_at = models.DateTimeField(_("registrada"), auto_now_add=True)

    class Meta:
        verbose_name = _("clave de acreditación")
        verbose_name_plural = _("claves de acreditación")
        ordering = ["kind", "code", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="accreditationkey_period",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="accreditationkey_code",
                condition=Q(kind=PartyKind.FACILITY, code__regex=r"^\d{8}$")
                | Q(kind=PartyKind.INSURER, code__regex=r"^\d{5}$"),
            ),
            models.CheckConstraint(
                name="accreditationkey_no_sample", condition=~Q(code__startswith=SAMPLE_CODE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.key_id}"

    def save(self, *args: object, **options: object) -> None:
        self.key_id = key_id(raw_key(self.public_key))
        super().save(*args, **options)  # type: ignore[arg-type]

    def clean(self) -> None:
        super().clean()
        check = eight_digits if self.kind == PartyKind.FACILITY else five_digits
        try:
            check(self.code)
        except ValidationError as error:
            raise ValidationError({"code": error.messages}) from error
        if self.code.startswith(SAMPLE_CODE):
            raise ValidationError({"code": _("Es el código de un ejemplo: no firma nada.")})

    def is_good_at(self, at: dt.datetime) -> bool:
        """Whether what is received at the instant may be signed by it."""
        ends = [end for end in (self.valid_until, self.revoked_at) if end is not None]
        return self.valid_from <= at and all(at < end for end in ends)


class AccreditationReceipt(models.Model):
    """A transaction that this site counter-signed: the next link of the one chain.

    Nothing of the insured person is here: ``nonce`` and the statements' content are hashes of what
    both parties keep. It is never changed nor deleted. A blank link (``receipts.blanks``) is of no
    transaction: all that it has is its place, and the nonce that its leaf is made of.
    """

    number = models.PositiveBigIntegerField(_("número"), unique=True)
    transaction = models.CharField(max_length=HASH_LENGTH, unique=True, null=True)
    facility_code = models.CharField(_("IPRESS"), max_length=8, null=True)
    insurer_code = models.CharField(_("IAFAS"), max_length=5, null=True)
    outcome = models.CharField(
        _("respuesta"), max_length=8, null=True, help_text=_("Vacía: no hubo ninguna.")
    )
    received_at = models.DateTimeField(_("recibido"))
    wait_ms = models.PositiveIntegerField(_("espera (ms)"), null=True)
    nonce = models.CharField(max_length=HASH_LENGTH, unique=True)
    query = models.TextField(null=True)
    query_signature = models.CharField(max_length=SIGNATURE_LENGTH, null=True)
    answer = models.TextField(null=True)
    answer_signature = models.CharField(max_length=SIGNATURE_LENGTH, null=True)
    leaf = models.CharField(max_length=HASH_LENGTH)
    previous = models.CharField(max_length=HASH_LENGTH, unique=True)
    link = models.CharField(_("eslabón"), max_length=HASH_LENGTH, unique=True)
    site_key = models.CharField(max_length=KEY_ID_LENGTH)
    site_signature = models.CharField(max_length=SIGNATURE_LENGTH)

    class Meta:
        verbose_name = _("recibo de acreditación")
        verbose_name_plural = _("recibos de acreditación")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["received_at"], name="accreditationreceipt_at"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="accreditation_receipt_kept", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="accreditationreceipt_answered",
                condition=Q(
                    answer__isnull=True, answer_signature__isnull=True, outcome__isnull=True
                )
                | Q(
                    answer__isnull=False,
                    answer_signature__isnull=False,
                    outcome__in=["accepted", "rejected"],
                    wait_ms__isnull=False,
                ),
            ),
            models.CheckConstraint(name="accreditationreceipt_number", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="accreditationreceipt_blank",
                condition=Q(**{f"{name}__isnull": False for name in OF_TRANSACTION})
                | Q(**{f"{name}__isnull": True for name in (*OF_TRANSACTION, "answer", "wait_ms")}),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class AccreditationCount(models.Model):
    """A day whose receipts were counted and published.

    ``through`` is the number of the last receipt that was counted; those after it are for the next
    time. ``links`` is by how many the public chain is longer for the day: as many as what is
    published of it says, and six for each row whose queries are withheld
    (``territory.accreditation.receipts.summaries``).
    """

    day = models.DateField(_("día"), unique=True)
    through = models.PositiveBigIntegerField(_("último recibo contado"))
    links = models.PositiveBigIntegerField(_("eslabones públicos del día"))
    counted_at = models.DateTimeField(_("contado"), auto_now=True)

    class Meta:
        verbose_name = _("día de recibos contado")
        verbose_name_plural = _("días de recibos contados")
        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)
