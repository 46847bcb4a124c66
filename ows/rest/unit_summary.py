"""What is known of a unit: its figures, and what each commitment means there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from rest_framework import serializers

from layers.layer import AnyUser
from layers.series import published_series
from layers.themes import placed_records
from ows.rest.figures import FigureRow, FigureSerializer, figures_file
from ows.rest.series_cells import CellSerializer
from ows.rest.unit_serializers import UnitSerializer
from territory.figures import Figure, figures_for_unit
from territory.models import AdminUnit
from territory.participation.figures import participation_figures
from territory.population.figures import near_stop_figures
from territory.queries import CommitmentHere, Reason, commitments_for_unit, unit_summary
from territory.series import Cell, read_cells


@dataclass(frozen=True)
class SeriesCell:
    """A value of the series of that name."""

    series: str
    cell: Cell


@dataclass(frozen=True)
class CommitmentInUnit:
    """A commitment seen from a unit: the figures published there, and the latest counts."""

    here: CommitmentHere
    figures: list[Figure]
    counts: list[SeriesCell]


@dataclass(frozen=True)
class Summary:
    """All that ``/units/<ubigeo>/summary/`` says."""

    unit: AdminUnit
    figures: tuple[Figure, ...]
    commitments: list[CommitmentInUnit]


def summarize(unit: AdminUnit, user: AnyUser) -> Summary:
    """The unit's summary, by a number of queries that doesn't grow with what is found."""
    models = placed_records()
    figures = figures_for_unit(unit, models)
    for number, near in near_stop_figures(unit).items():
        figures.setdefault(number, []).extend(near)
    for number, taken_part in participation_figures(unit).items():
        figures.setdefault(number, []).extend(taken_part)
    counts = _counts(unit, user)
    commitments = [
        CommitmentInUnit(
            here,
            figures.get(here.commitment.number, []),
            counts.get(here.commitment.number, []),
        )
        for here in commitments_for_unit(unit, models)
    ]
    return Summary(unit, unit_summary(unit).figures, commitments)


def _counts(unit: AdminUnit, user: AnyUser) -> dict[int, list[SeriesCell]]:
    """Commitment number → the latest period's counts of each series in the unit."""
    every = published_series(user)
    cells = read_cells([series.rows for series in every], [unit.pk])
    found: dict[int, list[SeriesCell]] = {}
    for series in every:
        own = [cell for cell in cells if cell.model is series.model]
        newest = max(((c.period.end, c.period.start) for c in own), default=None)
        latest = [c for c in own if (c.period.end, c.period.start) == newest]
        for number in series.layer.commitments:
            named = (SeriesCell(series.layer.name, cell) for cell in latest)
            found.setdefault(number, []).extend(named)
    return found


class NamedPlaceSerializer(serializers.Serializer[object]):
    """A place that the plan's text names; empty where it names none."""

    ubigeo = serializers.CharField(source="unit_id", allow_null=True)
    name = serializers.CharField(source="unit.name", default=None, allow_null=True)
    quote = serializers.CharField(allow_null=True, help_text="Las palabras del plan.")


class SeriesCellSerializer(serializers.Serializer[SeriesCell]):
    """A count of the unit; all periods are at ``/series/<series>/``."""

    series = serializers.CharField()
    cell = CellSerializer()


class CommitmentInUnitSerializer(serializers.Serializer[CommitmentInUnit]):
    number = serializers.IntegerField(source="here.commitment.number")
    short_title = serializers.CharField(source="here.commitment.short_title")
    theme = serializers.CharField(source="here.commitment.theme")
    theme_title = serializers.CharField(source="here.commitment.get_theme_display")
    applies = serializers.BooleanField(source="here.applies")
    reason = serializers.ChoiceField(choices=list(Reason), source="here.reason")
    places = NamedPlaceSerializer(source="here.places", many=True)
    figures = FigureSerializer(many=True, help_text="Vacío mientras nada se haya publicado.")
    counts = SeriesCellSerializer(many=True, help_text="Del último periodo de cada serie.")


class UnitSummarySerializer(serializers.Serializer[Summary]):
    unit = UnitSerializer()
    figures = FigureSerializer(many=True)
    commitments = CommitmentInUnitSerializer(many=True)


def summary_file(summary: Summary, form: str, request: HttpRequest) -> HttpResponse:
    """The unit's own figures, then those of each commitment; a series has a file of its own."""
    unit = summary.unit
    rows = [FigureRow(figure, unit.pk, unit.name) for figure in summary.figures]
    rows += [
        FigureRow(figure, unit.pk, unit.name, found.here.commitment)
        for found in summary.commitments
        for figure in found.figures
    ]
    return figures_file(f"cifras_{unit.pk}", f"{unit.name} ({unit.pk})", rows, form, request)
