"""The plan's text as ``fixtures/plan/plan.json`` holds it, and its corrections applied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from layers.reading.results import SourceError


def read_plan(path: Path) -> dict[str, Any]:
    """``plan``, ``agencies`` and ``commitments``, each commitment with title and text corrected.

    Raises SourceError when a correction finds nothing to correct, or when the words quoted for
    a territory are not the plan's.
    """
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for commitment in content["commitments"]:
        for field in ("title", "text"):
            commitment[field] = correct(
                commitment[f"{field}_original"],
                (item for item in commitment["corrections"] if item["field"] == field),
            )
        _check_quotes(commitment)
    return content


def correct(original: str, corrections: Iterable[Mapping[str, str]]) -> str:
    """The published words with each correction applied everywhere, and clean spaces.

    No-break and doubled spaces, which the published page has at random places, become single
    ones before the corrections apply. Raises SourceError for one that doesn't apply.
    """
    text = " ".join(original.split())
    for correction in corrections:
        if correction["original"] not in text:
            raise SourceError(f"La corrección de «{correction['original']}» no encuentra su texto.")
        text = text.replace(correction["original"], correction["corrected"])
    return text


def _check_quotes(commitment: Mapping[str, Any]) -> None:
    words = f"{commitment['title_original']}\n{commitment['text_original']}"
    for territory in commitment["territories"]:
        if (territory["quote"] or "") not in words:
            raise SourceError(
                f"El compromiso {commitment['number']} no dice «{territory['quote']}»."
            )
