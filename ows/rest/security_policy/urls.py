"""The addresses of evidence and policies on security, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.security_policy.lists import (
    PolicyBasisList,
    PolicyDocumentList,
    SecurityEvidenceList,
)
from ows.rest.security_policy.systems import CalendarList, SystemVersionList

SECURITY_POLICY: list[URLPattern] = [
    path("security/evidence/", SecurityEvidenceList.as_view(), name="security-evidence"),
    path("security/policy-documents/", PolicyDocumentList.as_view(), name="policy-documents"),
    path("security/calendar/", CalendarList.as_view(), name="publication-calendar"),
    path("security/systems/", SystemVersionList.as_view(), name="information-systems"),
    path("security/policy-basis/", PolicyBasisList.as_view(), name="policy-basis"),
]
