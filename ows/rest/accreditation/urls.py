"""The addresses below ``/api/v1/accreditation/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.accreditation.chain import AccreditationChain, AccreditationRegister
from ows.rest.accreditation.receipts import AccreditationReceipts, AccreditationVerify

ACCREDITATION: list[URLPattern] = [
    path("accreditation/", AccreditationRegister.as_view(), name="accreditation"),
    path("accreditation/chain/", AccreditationChain.as_view(), name="accreditation-chain"),
    path("accreditation/receipts/", AccreditationReceipts.as_view(), name="accreditation-receipts"),
    path("accreditation/verify/", AccreditationVerify.as_view(), name="accreditation-verify"),
]
