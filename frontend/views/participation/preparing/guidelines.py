"""What the form of a guidelines' version begins with: a version that a file brought, corrected."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from territory.models import GuidelineVersion

_VALUES = ("title", "issued_on", "changes", "document_url", "source", "source_url", "cutoff_date")


def suggested(request: HttpRequest) -> dict[str, Any]:
    """The values of the version that ``de`` of the address names, none without it.

    Raises Http404 where no file brought such a fact.
    """
    key = request.GET.get("de", "")
    if not key:
        return {}
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    found = GuidelineVersion.objects.filter(pk=int(key), is_sample=False).first()
    if found is None:
        raise Http404
    return {name: getattr(found, name) for name in _VALUES} | {"label": found.version}
