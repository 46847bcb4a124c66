"""How a record of the processes is shown to who prepares or decides it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse

from frontend.views.participation.preparing.forms import form_name, typed_value
from frontend.views.participation.preparing.shared import PARTS, WORD_OF, rows_of
from layers.eib_rounds.kinds import INSTRUMENT, ROUND
from layers.participation.processes.kinds import KIND_OF, MINUTES
from layers.record_kinds import Kind
from layers.residences.kinds import CONDITION, NEED
from layers.reviewing import with_proposal
from layers.sanitation_studies.kinds import STUDY
from layers.security_policy.kinds import (
    INFORMATION_SYSTEM,
    PLANNED_PUBLICATION,
    POLICY_DOCUMENT,
    SECURITY_EVIDENCE,
)
from territory.models import (
    DeliveryEvidence,
    ResidenceCondition,
    SecurityEvidence,
    StudyVersion,
)
from territory.models.residences import SAMPLE_KEY

_PARTS_SHOWN = 50


def title_of(found: Any) -> str:
    """What a page calls a record."""
    kind = KIND_OF[type(found)]
    titles = {
        "session": lambda: f"Sesión {found.number}: {found.title}",
        "minutes": lambda: f"Acta de la sesión {found.session.number}",
        "agreement": lambda: f"Acuerdo {found.code}",
        "version": lambda: f"Versión {found.number}",
        "study_version": lambda: f"Versión {found.number}: {found.title}",
    }
    return titles[kind.name]() if kind.name in titles else str(found)


def trail_to(found: Any) -> list[tuple[str, int, str, str]]:
    """Word, key, title and state of a record and of what it is within, the outermost first."""
    word = WORD_OF[KIND_OF[type(found)].name]
    return [*trail_of(found), (word, found.pk, title_of(found), found.state)]


def trail_of(found: Any) -> list[tuple[str, int, str, str]]:
    """The same of what the record is within alone."""
    within = KIND_OF[type(found)].within
    return trail_to(getattr(found, within)) if within else []


def public_url(found: Any) -> str:
    """The page on which everybody reads the record once it is published."""
    kind = KIND_OF[type(found)]
    if kind.name == "forum":
        return reverse("site:space", args=[found.slug])
    if kind.name == "consultation":
        return reverse("site:consultation", args=[found.slug])
    if kind.name == "guideline":
        return reverse("site:guidelines")
    if kind in (NEED, CONDITION):
        return residence_address(found)
    if kind is INSTRUMENT:
        return reverse("site:eib-instrument", args=[found.slug])
    if kind is ROUND:
        return reverse("site:eib-round", args=[found.instrument.slug, found.code])
    if kind is STUDY:
        return reverse("site:study", args=[found.pk])
    if kind.name in _OF_SECURITY:
        address, anchor = _OF_SECURITY[kind.name]
        return f"{reverse(address)}#{anchor}-{found.pk}"
    if kind.name == "session":
        return f"{public_url(found.forum)}#sesion-{found.number}"
    return public_url(getattr(found, str(kind.within)))


# The page and the beginning of the place on it.
_OF_SECURITY = {
    SECURITY_EVIDENCE.name: ("site:security-evidence", "evidencia"),
    POLICY_DOCUMENT.name: ("site:policy-documents", "documento"),
    PLANNED_PUBLICATION.name: ("site:publication-calendar", "prevista"),
    INFORMATION_SYSTEM.name: ("site:information-systems", "sistema"),
}


def residence_address(need: Any) -> str:
    """The page of the residence that a need or a photo is of."""
    return reverse("site:residence", args=[need.residence_id.removesuffix(SAMPLE_KEY)])


def file_address(found: Any) -> str:
    """Where an evidence is read: its own address, or its file's; empty for any other record."""
    if isinstance(found, ResidenceCondition):
        return reverse("site:residence-photo", args=[found.pk])
    if isinstance(found, StudyVersion):
        return found.address or reverse("site:study-file", args=[found.study_id, found.number])
    if isinstance(found, SecurityEvidence):
        return found.address or reverse("site:security-evidence-file", args=[found.pk])
    if not isinstance(found, DeliveryEvidence):
        return ""
    return found.address or reverse("site:delivery-evidence", args=[found.pk])


def _shown(found: Any, column: str) -> str:
    """A column's value as a person reads it."""
    name = form_name(column)
    display = getattr(found, f"get_{name}_display", None)
    value = display() if display else getattr(found, name)
    if name in {"units", "geom", "paragraphs", "items", "footprint"}:
        value = typed_value(found, name)
    if value is True or value is False:
        return "sí" if value else "no"
    return "" if value is None else str(value)


def values_of(kind: Kind, found: Any) -> list[tuple[str, str]]:
    """Title and text of each column, for who decides and doesn't write."""
    meta: Any = kind.model._meta
    return [
        (str(meta.get_field(form_name(column)).verbose_name).capitalize(), _shown(found, column))
        for column in kind.values
    ]


def differences_of(kind: Kind, found: Any) -> list[tuple[str, str, str]]:
    """Title, published and proposed text of each column that waits to be changed."""
    if found.proposed is None:
        return []
    pairs = zip(values_of(kind, found), values_of(kind, with_proposal(found)), strict=True)
    return [(title, before, after) for (title, before), (_, after) in pairs if before != after]


def parts_of(request: HttpRequest, kind: Kind, found: Any) -> list[dict[str, Any]]:
    """What was made within the record, by kind, a page of each."""
    listed = []
    for part in PARTS.get(kind.name, ()):
        rows = rows_of(part, request.user).filter(**{str(part.within): found})
        page: Page[Any] = Paginator(rows, _PARTS_SHOWN).get_page(
            request.GET.get(WORD_OF[part.name], 1)
        )
        listed.append(
            {
                "word": WORD_OF[part.name],
                "title": str(part.model._meta.verbose_name_plural),
                "single": str(part.model._meta.verbose_name),
                "page": page,
                "rows": [(row, title_of(row)) for row in page],
                "has_one": part is MINUTES and page.paginator.count > 0,
            }
        )
    return listed
