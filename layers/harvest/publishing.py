"""A harvest put in place: a layer made of the first, the layer's rows replaced by later ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from layers.datasets import replacing, states
from layers.datasets.creation import Contents, Description, create
from layers.datasets.incoming import Incoming, incoming, refuse_places
from layers.datasets.layer import columns_of
from layers.datasets.refuges import Shelter
from layers.datasets.styling import styled, suggested
from layers.datasets.tables import drop_table
from layers.errors import WrongState
from layers.harvest.changes import differences
from layers.harvest.describing import abstract_of, values_of
from layers.harvest.merging import KEY, KEY_TITLE
from layers.harvest.sources import Source
from layers.models import Dataset, DatasetState, DatasetUpload, HarvestedSource
from layers.progress import Progress
from layers.reading.numbers import grouped
from layers.reading.results import ChoiceMissing, SourceError
from layers.styles import palette
from layers.styles.stored import to_json
from territory.models import Agency

# A source that lost more than this share of its rows is more likely broken than right.
LEAST_LEFT = 0.5
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Harvested:
    """A reading of all of a source: where its rows lie, and what was learnt of it."""

    read: Incoming
    about: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of it: the layer, what changed, and why a person has to decide (else empty)."""

    dataset: Dataset | None
    differences: dict[str, Any]
    held: str = ""


def reading_of(
    source: Source, folder: Path, summary: Mapping[str, Any], titles: Mapping[str, str]
) -> Incoming:
    """The merged pages as a layer's rows; raises SourceError."""
    try:
        read = incoming(folder, summary, {**source.options})
    except ChoiceMissing as missing:
        raise SourceError(missing.message) from missing
    known = {**titles, KEY: KEY_TITLE}
    columns = tuple(
        replace(column, title=known[column.original][:200]) if column.original in known else column
        for column in read.columns
    )
    return replace(read, columns=columns)


def put(
    source: Source,
    state: HarvestedSource,
    found: Harvested,
    progress: Progress,
    *,
    dry_run: bool = False,
    is_accepted: bool = False,
) -> Outcome:
    """Publish it, unless it has to be held; nothing changes where it fails.

    ``is_accepted``: a person decided that it is right however much is gone. Raises SourceError,
    WrongState.
    """
    dataset = _dataset_of(state)
    if dataset is None:
        number = int(found.read.summary["features"])
        new = {"added": number, "changed": 0, "gone": 0, "same": 0}
        refuse_places(source.title, found.read)
        return Outcome(None if dry_run else _made(source, state, found, progress), new)
    return _replaced(source, dataset, found, progress, dry_run=dry_run, is_accepted=is_accepted)


def _dataset_of(state: HarvestedSource) -> Dataset | None:
    """The layer that it fills; None where there is none, or a person deleted it."""
    dataset = state.dataset
    if dataset is None or dataset.state == DatasetState.DELETED:
        return None
    if dataset.state == DatasetState.DELETING:
        raise WrongState("La capa de esta fuente está por borrarse: decida antes si queda.")
    return dataset


def _made(source: Source, state: HarvestedSource, found: Harvested, progress: Progress) -> Dataset:
    read = found.read
    first = 1 if read.geometry else 0
    shelter = Shelter(read.columns, has_own_shapes=read.has_own_shapes)
    rows = shelter.sheltered(_counted(read.rows(), progress), first)
    contents = Contents(read.geometry, read.columns, rows, read.units)
    label = next((c.name for c in read.columns if c.type == "string" and c.original != KEY), "")
    progress.step("Haciendo la capa", int(read.summary["features"]))
    with transaction.atomic():
        agency, _is_new = Agency.objects.get_or_create(
            acronym=source.owner, defaults={"name": source.owner_name}
        )
        said = Description(source.title, title_field=label, values=values_of(source, found.about))
        dataset = create(agency, None, contents, said, harvest=source.key)
        if not dataset.number_of_features:
            raise SourceError("El servicio no entrega ningún elemento.")
        if read.geometry:
            color = palette.THEME.get(source.theme, palette.THEME["transport"])
            look = suggested(dataset.table, read.geometry, read.columns, color)
            style = styled(look, dataset.table, read.geometry, read.columns, dataset.title)
            dataset.style, dataset.look = to_json(style), look.to_json()
        dataset.report |= read.report(shelter.remarks)
        dataset.save()
        state.dataset = dataset
        state.save(update_fields=["dataset"])
        if not agency.needs_approval and not states.missing_for_publication(dataset):
            dataset = states.publish(dataset.pk, None)
    return dataset


def _replaced(
    source: Source,
    dataset: Dataset,
    found: Harvested,
    progress: Progress,
    *,
    dry_run: bool,
    is_accepted: bool,
) -> Outcome:
    progress.step("Comparando las filas", int(found.read.summary["features"]))
    staged = replacing.stage(dataset, found.read, _counted(found.read.rows(), progress))
    changes = differences(dataset, staged, source.key_field)
    try:
        held = "" if is_accepted else _why_held(dataset, staged)
        if dry_run or held:
            return Outcome(dataset, changes, held)
        if staged["personal"]:
            listed = ", ".join(sorted(staged["personal"]))
            raise SourceError(
                f"Columnas que antes no lo hacían parecen tener datos de personas: {listed}."
            )
        with transaction.atomic():
            if staged["added"] or staged["gone"]:
                upload = DatasetUpload.objects.create(
                    agency=dataset.agency,
                    title=dataset.title,
                    dataset=dataset,
                    replaces=True,
                    differences=staged,
                )
                replacing.replace(upload, None)
            return Outcome(_redescribed(source, dataset, found), changes)
    finally:
        drop_table(replacing.next_table(dataset))


def _why_held(dataset: Dataset, staged: Mapping[str, Any]) -> str:
    before = dataset.number_of_features
    now = int(staged["added"]) + int(staged["same"])
    if now >= LEAST_LEFT * before:
        return ""
    return (
        f"La fuente entrega {grouped(now)} elementos y la capa tiene {grouped(before)}: se pierde "
        "más de la mitad. No se publicó: decida si está bien."
    )


def _redescribed(source: Source, dataset: Dataset, found: Harvested) -> Dataset:
    """The day until which it holds; what a person wrote of the layer stays."""
    values = values_of(source, found.about)
    with states.changing(dataset.pk, None, "described") as changed:
        changed.cutoff_date = values["cutoff_date"]
        changed.abstract = abstract_of(changed.abstract, source)
    return changed


def fields_of(source: Source, state: HarvestedSource) -> tuple[str, ...]:
    """The columns that are taken: the layer's, once there is one, else those that are declared."""
    dataset = _dataset_of(state)
    if dataset is None:
        return source.fields
    return tuple(c.original for c in columns_of(dataset) if c.original != KEY)


def _counted(rows: Iterator[Sequence[Any]], progress: Progress) -> Iterator[Sequence[Any]]:
    waiting = 0
    for row in rows:
        yield row
        waiting += 1
        if waiting == _AT_ONCE:
            progress.add(waiting)
            waiting = 0
    progress.add(waiting)
