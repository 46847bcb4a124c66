"""Of the layer of contributions those of one consultation, or of a forum's consultations.

Which there are changes with what people contribute, so they are read whenever they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from layers.choices import Choice, Choices
from territory.models import Consultation, Forum
from territory.participation.processes.located import consulted_on_the_map, of_forums

# A list to choose from that a person can read.
MOST = 100
_TITLE_LETTERS = 80


def code_of(row: Consultation | Forum) -> str:
    """Its code in the addresses of maps; it is found by the row's key, as slugs are longer."""
    return f"{'foro' if isinstance(row, Forum) else 'consulta'}-{row.pk}"


def filter_of(consultations: Iterable[str]) -> str:
    """CQL2's condition for the contributions of consultations, by their slugs.

    A slug holds letters, digits, hyphens and underscores alone.
    """
    slugs = ", ".join(f"'{slug}'" for slug in consultations)
    return f"consultation IN ({slugs})"


def consulted_choices() -> Choices | None:
    """The consultations and forums with something on the map; None without any. One query."""
    found = consulted_on_the_map(MOST)
    if not found:
        return None
    texts = [
        Choice(code_of(one), one.title[:_TITLE_LETTERS], filter_of([one.slug])) for one in found
    ]
    forums = [
        Choice(code_of(forum), forum.name[:_TITLE_LETTERS], filter_of(one.slug for one in own))
        for forum, own in of_forums(found).items()
    ]
    return Choices("Consulta o foro", tuple(texts + forums))
