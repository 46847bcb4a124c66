"""Which milestone or report a row of a file is about, and whether the account may change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from layers.reading.cells import CellError, parse_boolean
from layers.record_csv import differences
from layers.reviewing import with_proposal
from layers.tracking.cells import read_code, read_number
from layers.tracking.columns import MILESTONE, REPORT, Column, columns_of
from layers.tracking.table import texts_of
from territory.models import Commitment, Milestone, ProgressReport, ReviewState
from territory.reviewing import Verb, may, visible_to
from territory.roles import AnyUser


@dataclass
class Match:
    """A row's place: ``record`` is what the site has there, ``current`` its texts.

    ``errors`` are of the cells that name the place; ``refusal`` is the column and the reason for
    which the account may not change the row, empty where it may.
    """

    kind: str = ""
    commitment: Commitment | None = None
    code: str = ""
    number: int = 0
    milestone: Milestone | None = None
    record: Any = None
    current: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    refusal: tuple[str, str] | None = None

    @property
    def place(self) -> tuple[int, str]:
        """What names the milestone among facts."""
        return (self.commitment.number if self.commitment else 0, self.code)

    def differences(self, texts: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
        """Title, before and after of each column of the file that says something else."""
        columns = columns_of(self.kind)
        titles = {column.name: column.title for column in columns}
        said = {
            column.name: _as_exported(column, texts[column.name], self.current)
            for column in columns
            if column.name in texts
        }
        return differences(titles, self.current, said)


def _as_exported(column: Column, text: str, current: Mapping[str, str]) -> str:
    """What the cell says as the file that is taken home has it; what can't be read, as it is.

    A spreadsheet that opens and saves the file writes its days in another way, and says the same.
    """
    if text == current.get(column.name):
        return text
    try:
        return column.write(column.read(text))
    except CellError:
        return text


class Matcher:
    """Finds the rows' places: a query for milestones and one for reports, however many rows."""

    def __init__(
        self, user: AnyUser, rows: Sequence[Mapping[str, str]], *, locks: bool = False
    ) -> None:
        self._user = user
        plan = Commitment.objects.prefetch_related("lead_agencies")
        self._plan = {str(found.number): found for found in plan}
        self._may = {
            (number, samples): may(user, Verb.PREPARE, found, samples=samples)
            for number, found in self._plan.items()
            for samples in (False, True)
        }
        named = {row.get("compromiso", "").strip() for row in rows} & set(self._plan)
        numbers = [self._plan[name].number for name in named]
        self._load(numbers, locks=locks)
        self._in_file: set[tuple[Any, ...]] = set()

    def _load(self, numbers: Sequence[int], *, locks: bool) -> None:
        milestones = visible_to(Milestone.objects.all(), self._user)
        reports = visible_to(ProgressReport.objects.all(), self._user)
        own = Milestone.objects.filter(
            pk__in=milestones.filter(commitment__number__in=numbers).values("pk")
        ).select_related("responsible")
        of_own = ProgressReport.objects.filter(
            pk__in=reports.filter(milestone__commitment__number__in=numbers).values("pk")
        )
        if locks:
            own = own.select_for_update(of=("self",))
            of_own = of_own.select_for_update(of=("self",))
        by_key = {found.pk: found for found in self._plan.values()}
        self._milestones: dict[tuple[int, str, bool], Milestone] = {}
        by_milestone: dict[int, Milestone] = {}
        for found in own:
            found.commitment = by_key[found.commitment_id]
            place = (found.commitment.number, found.code, found.is_sample)
            self._milestones[place] = by_milestone[found.pk] = found
        self._reports: dict[tuple[int, int], ProgressReport] = {}
        for report in of_own:
            if report.milestone_id in by_milestone:
                report.milestone = by_milestone[report.milestone_id]
                self._reports[report.milestone_id, report.number] = report

    def match(self, texts: Mapping[str, str]) -> Match:
        """The row's place, with what is wrong of it."""
        found = Match()
        is_sample = self._read_place(found, texts)
        if found.errors:
            return found
        place = (*found.place, is_sample)
        found.milestone = self._milestones.get(place)
        if (key := (found.kind, place, found.number)) in self._in_file:
            found.errors["hito"] = "Otra fila del archivo es de lo mismo."
            return found
        self._in_file.add(key)
        if found.kind == MILESTONE:
            found.record = found.milestone
        elif found.milestone is not None:
            found.record = self._reports.get((found.milestone.pk, found.number))
        elif (MILESTONE, place, 0) not in self._in_file:
            found.errors["hito"] = "El sitio no tiene ese hito, y antes en el archivo no está."
            return found
        if found.record is not None:
            found.current = texts_of(found.kind, with_proposal(found.record))
        found.refusal = self._refusal(found, texts, is_sample=is_sample)
        return found

    def _read_place(self, found: Match, texts: Mapping[str, str]) -> bool:
        found.kind = texts.get("tipo", "").strip().casefold()
        if found.kind not in {MILESTONE, REPORT}:
            found.errors["tipo"] = "Debe ser «hito» o «informe»."
        found.commitment = self._plan.get(texts.get("compromiso", "").strip())
        if found.commitment is None:
            found.errors["compromiso"] = "El plan no tiene ese compromiso."
        is_sample = False
        try:
            found.code = read_code(texts.get("hito", ""))
        except CellError as error:
            found.errors["hito"] = str(error)
        try:
            is_sample = bool(parse_boolean(texts.get("es_ejemplo", "")))
        except CellError as error:
            found.errors["es_ejemplo"] = str(error)
        number = texts.get("informe", "").strip()
        if found.kind == REPORT:
            try:
                found.number = read_number(number)
            except CellError as error:
                found.errors["informe"] = str(error)
        elif number and found.kind == MILESTONE:
            found.errors["informe"] = "Un hito no tiene número de informe."
        return is_sample

    def _refusal(
        self, found: Match, texts: Mapping[str, str], *, is_sample: bool
    ) -> tuple[str, str] | None:
        number = str(found.place[0])
        if not self._may[number, is_sample]:
            if is_sample:
                return "es_ejemplo", "Los ejemplos no se crean ni se cambian."
            if self._may[number, True]:
                return "es_ejemplo", "Su cuenta es de ejemplo: escriba «sí»."
            return "compromiso", "Su entidad no está a cargo de este compromiso."
        if found.record is None:
            return None
        if found.record.state == ReviewState.WITHDRAWN:
            return "tipo", "Está retirado: ábralo en su página antes de cambiarlo."
        version = texts.get("version", "").strip()
        if version and version != str(found.record.version):
            return "version", (
                f"La fila cambió desde que se descargó (era la versión {version[:12]}, ahora es la "
                f"{found.record.version}): descárguela de nuevo."
            )
        return None
