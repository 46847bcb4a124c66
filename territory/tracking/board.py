"""The plan at a glance: each commitment's milestones, ratings and how it stands.

Of what is published alone, whoever looks; the sheet of a commitment shows its agency the rest.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from territory.commitments import commitments
from territory.models import Agency, Commitment, Milestone, Progress, Rating, RatingScale, Theme
from territory.participation.processes.agreements import OverdueCount, overdue_by_commitment
from territory.tracking.delays import IS_DELAYED, describe
from territory.tracking.milestones import with_progress
from territory.ugel.management import UGEL_COMMITMENT, overdue_count


class Standing(models.TextChoices):
    """How a commitment stands by its milestones; unknown where nothing is known of any."""

    UNKNOWN = "unknown", _("no se conoce")
    NOT_STARTED = "not_started", _("no iniciado")
    IN_PROGRESS = "in_progress", _("en curso")
    COMPLETED = "completed", _("concluido")


@dataclass(frozen=True)
class BoardLine:
    """A commitment with its published milestones (``with_progress``) and ratings.

    ``ratings`` has for each scale the latest rating by itself and by the independent review, which
    are never made one; None where there is none. ``agreements`` are its forums' overdue ones; None
    where none is overdue. ``ugel_agreements`` are those of the UGEL, which serve one commitment.
    """

    commitment: Commitment
    milestones: tuple[Any, ...]
    ratings: Mapping[tuple[str, str], Rating]
    agreements: OverdueCount | None = None
    ugel_agreements: OverdueCount | None = None

    @property
    def agencies(self) -> list[Agency]:
        return list(self.commitment.lead_agencies.all())

    @property
    def standing(self) -> Standing:
        """Of the milestones of which something is known; an abandoned one is at neither end."""
        known = {m.shown_progress for m in self.milestones} - {None}
        is_whole = all(m.shown_progress is not None for m in self.milestones)
        if not known:
            return Standing.UNKNOWN
        if is_whole and known <= {Progress.COMPLETED, Progress.ABANDONED}:
            return Standing.COMPLETED if Progress.COMPLETED in known else Standing.IN_PROGRESS
        return Standing.NOT_STARTED if known == {Progress.NOT_STARTED} else Standing.IN_PROGRESS

    @property
    def completed(self) -> int:
        return sum(m.shown_progress == Progress.COMPLETED for m in self.milestones)

    @property
    def delayed(self) -> tuple[Any, ...]:
        """Those that are late or were; unknown dates are no delay."""
        return tuple(m for m in self.milestones if m.delay in IS_DELAYED)

    @property
    def delays(self) -> list[tuple[Any, str]]:
        """Each delayed milestone with the sentence that says how much."""
        return [(m, describe(m.delay, m.delay_days, m.shown_as_of)) for m in self.delayed]

    @property
    def next_milestone(self) -> Any:
        """The first that is to end and hasn't; None where none has a date."""
        done = (Progress.COMPLETED, Progress.ABANDONED)
        ahead = [m for m in self.milestones if m.planned_end and m.shown_progress not in done]
        return min(ahead, key=lambda m: m.planned_end, default=None)

    @property
    def as_of(self) -> dt.date | None:
        """The day of the latest information."""
        return max((m.shown_as_of for m in self.milestones), default=None)

    @property
    def has_samples(self) -> bool:
        """Whether its milestones are samples; a rating that is one says so in its document."""
        return any(m.is_sample for m in self.milestones)

    @property
    def has_own_rating(self) -> bool:
        return any(by == Rating.By.SELF for _scale, by in self.ratings)

    @property
    def has_independent_rating(self) -> bool:
        return any(by == Rating.By.INDEPENDENT for _scale, by in self.ratings)

    @property
    def rated(self) -> list[tuple[str, Rating | None, Rating | None]]:
        """Scale, self-assessment and independent rating, in the scales' order."""
        own, independent = Rating.By.SELF, Rating.By.INDEPENDENT
        return [
            (
                str(scale.label),
                self.ratings.get((scale, own)),
                self.ratings.get((scale, independent)),
            )
            for scale in RatingScale
        ]


@dataclass(frozen=True)
class BoardFilter:
    """What of the board is asked for; empty texts ask for all."""

    theme: str = ""
    agency: str = ""
    standing: str = ""
    only_delayed: bool = False

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> BoardFilter:
        """From an address' parameters; values that don't exist ask for nothing."""
        theme, standing = parameters.get("tema", ""), parameters.get("estado", "")
        return cls(
            theme if theme in Theme.values else "",
            parameters.get("entidad", "")[:30],
            standing if standing in Standing.values else "",
            parameters.get("retraso") == "1",
        )

    def takes(self, line: BoardLine) -> bool:
        return (
            self.theme in ("", line.commitment.theme)
            and (not self.agency or self.agency in {a.acronym for a in line.agencies})
            and self.standing in ("", line.standing)
            and (not self.only_delayed or bool(line.delayed))
        )


def board_lines(today: dt.date | None = None) -> list[BoardLine]:
    """The commitments by number; a fixed number of queries."""
    found: dict[int, list[Any]] = defaultdict(list)
    for milestone in published_milestones(today):
        found[milestone.commitment_id].append(milestone)
    rated = _latest(Rating.objects.published())
    day = today or timezone.localdate()
    overdue, of_ugel = overdue_by_commitment(day), {UGEL_COMMITMENT: overdue_count(day)}
    return [
        BoardLine(
            commitment,
            tuple(found[commitment.pk]),
            rated.get(commitment.pk, {}),
            overdue.get(commitment.number),
            of_ugel.get(commitment.number),
        )
        for commitment in commitments()
    ]


def published_milestones(today: dt.date | None = None) -> models.QuerySet[Any]:
    """All that everybody sees, by commitment and planned end."""
    rows = with_progress(Milestone.objects.published(), today)
    return rows.select_related("commitment", "responsible").order_by(
        "commitment__number", "planned_end", "code"
    )


def _latest(ratings: Iterable[Rating]) -> dict[int, dict[tuple[str, str], Rating]]:
    found: dict[int, dict[tuple[str, str], Rating]] = defaultdict(dict)
    for rating in sorted(ratings, key=lambda each: (each.read_on, each.pk)):
        found[rating.commitment_id][rating.scale, rating.by] = rating
    return found
