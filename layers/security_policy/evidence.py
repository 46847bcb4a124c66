"""The library's door for what is new: an address or a file, private until somebody confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from layers import reviewing, stored
from layers.errors import InvalidParameter
from layers.evidence_files import described
from layers.models import StoredFile
from layers.participation.processes.values import checked, stored_values
from layers.security_policy.kinds import SECURITY_EVIDENCE
from territory.agencies import is_demonstration
from territory.models import SecurityEvidence
from territory.reviewing import Verb
from territory.roles import AnyUser


def add(
    user: AnyUser, values: Mapping[str, Any], *, address: str = "", file: StoredFile | None = None
) -> SecurityEvidence:
    """A draft; the file is the evidence's from now on, and is deleted where it can't be taken.

    Raises EditNotAllowed, InvalidParameter.
    """
    try:
        with transaction.atomic():
            return _made(user, values, address, file)
    except BaseException:
        for kept in StoredFile.objects.filter(pk=file.pk) if file else ():
            stored.delete(kept)
        raise


def _made(
    user: AnyUser, values: Mapping[str, Any], address: str, file: StoredFile | None
) -> SecurityEvidence:
    samples = is_demonstration(user)
    record = SecurityEvidence(**stored_values(SECURITY_EVIDENCE, values), is_sample=samples)
    try:
        commitment = record.of_commitment
    except ObjectDoesNotExist:
        raise InvalidParameter("Falta el compromiso.", parameter="commitment_id") from None
    reviewing.demand(user, Verb.PREPARE, commitment, samples=samples)
    for name, value in described(record.title or "", address, file, samples=samples).items():
        setattr(record, name, value)
    reviewing.mark(record)
    checked(SECURITY_EVIDENCE, record)
    return reviewing.create(user, record)
