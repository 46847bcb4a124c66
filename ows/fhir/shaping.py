"""How much of a resource is asked for: ``_summary``, ``_elements`` (FHIR R4, 3.1.1.5.8 and 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ows.fhir.bodies import refuse
from territory.terminology.written import SUBSETTED

PARAMETERS = frozenset({"_summary", "_elements"})
_SUMMARIES = ("true", "false", "text", "data", "count")
# What a resource isn't one without.
_MANDATORY = frozenset({"resourceType", "id", "meta", "status", "content"})
MOST_ELEMENTS = 50


@dataclass(frozen=True)
class Shape:
    """``elements``: those that are wanted, None: all; ``is_summary``: without what is long."""

    elements: frozenset[str] | None = None
    is_summary: bool = False
    counts: bool = False

    def cut(self, resource: dict[str, Any]) -> dict[str, Any]:
        """The resource with what is wanted of it, and a tag that says so where that isn't all."""
        if self.elements is None:
            return resource
        kept = {n: v for n, v in resource.items() if n in self.elements | _MANDATORY}
        if len(kept) < len(resource):
            meta = dict(kept.get("meta") or {})
            tags = list(meta.get("tag") or [])
            if all(tag["code"] != SUBSETTED["code"] for tag in tags):
                kept["meta"] = meta | {"tag": [SUBSETTED, *tags]}
        return kept


def shape(asked: QueryDict) -> Shape:
    """What the parameters say; 400 for what means nothing."""
    summary = asked.get("_summary", "")
    if summary not in ("", *_SUMMARIES):
        text = f"«_summary» es {', '.join(_SUMMARIES)}."
        raise refuse("invalid", text, at="_summary")
    named = [name.strip() for text in asked.getlist("_elements") for name in text.split(",")]
    elements = frozenset(name for name in named if name)
    if len(named) > MOST_ELEMENTS:
        text = f"«_elements» nombra más de {MOST_ELEMENTS} elementos."
        raise refuse("too-long", text, at="_elements")
    if elements and summary not in ("", "false"):
        text = "Se espera «_elements» o «_summary», no los dos."
        raise refuse("invalid", text, at="_elements")
    if summary == "text":
        # No resource here has a narrative: what it isn't one without is left.
        return Shape(frozenset({"text"}), is_summary=True)
    # What is short is written in any case; what is long is left out where nobody asks for it.
    long = {"concept", "compose", "group"}
    is_summary = summary in ("true", "count") or (bool(elements) and not elements & long)
    return Shape(elements or None, is_summary, counts=summary == "count")
