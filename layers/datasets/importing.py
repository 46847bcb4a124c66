"""From a file that was handed in to a private dataset, or to new rows for one: work of jobs.

Nothing of a dataset changes before all of a file was read, and then by one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from layers import sandbox, stored
from layers.datasets.creation import Contents, Description, create
from layers.datasets.incoming import Incoming, incoming, refuse_places
from layers.datasets.personal import Watch, in_report
from layers.datasets.refuges import Shelter
from layers.datasets.replacing import stage
from layers.datasets.styling import styled, suggested
from layers.errors import FeatureNotFound
from layers.models import DatasetUpload
from layers.progress import Progress
from layers.reading.results import ChoiceMissing, SourceError
from layers.styles import palette
from layers.styles.stored import to_json
from layers.temporary import temporary_folder

_ROWS_AT_ONCE = 1_000
# What the sandbox's task takes; the rest of what was chosen is of this side.
_OF_TEXT = ("encoding", "separator")
_OF_READING = ("layer", "sheet", "crs", "x", "y", "zone", "zone_column", "datum", *_OF_TEXT)


def describe(progress: Progress, *, upload: str) -> dict[str, Any]:
    """What the file holds, kept with the upload. Raises SourceError where it can't be taken."""
    found = _upload(upload)
    chosen = {name: found.chosen[name] for name in _OF_TEXT if found.chosen.get(name)}
    with _file_of(found) as (file, folder):
        description = sandbox.run(
            "describe_file", {"file": file}, chosen, folder, progress=progress
        )
    _keep(found, description=description)
    return {"kind": description["kind"], "page": page_of_file(upload)}


def take(progress: Progress, *, upload: str) -> dict[str, Any]:
    """Read the file, and make a private dataset of it, or compare it with the one it replaces.

    What has still to be chosen is kept with the upload as its question.
    """
    found = _upload(upload)
    if found.dataset is not None and not found.replaces:  # done already, by a worker that died
        return {"dataset": found.dataset.name, "page": page_of(found.dataset.name)}
    chosen = {name: found.chosen[name] for name in _OF_READING if found.chosen.get(name)}
    with _file_of(found) as (file, folder):
        try:
            summary = sandbox.run("read_spatial", {"file": file}, chosen, folder, progress=progress)
            read = incoming(folder, summary, found.chosen)
        except ChoiceMissing as missing:
            question = {
                "choice": missing.choice,
                "message": missing.message,
                "offers": list(missing.offers),
            }
            _keep(found, question=question)
            return {"question": question["choice"], "page": page_of_file(upload)}
        progress.step("Guardando los elementos", int(summary["features"]))
        return _compare(found, read, progress) if found.replaces else _make(found, read, progress)


def _make(upload: DatasetUpload, read: Incoming, progress: Progress) -> dict[str, Any]:
    first = 1 if read.geometry else 0
    refuse_places(upload.title, read)
    watch = Watch(read.columns)
    shelter = Shelter(read.columns, has_own_shapes=read.has_own_shapes)
    counted = _counted(read.rows(), progress)
    rows = watch.watched(shelter.sheltered(counted, first), first)
    contents = Contents(read.geometry, read.columns, rows, read.units)
    label = next((c.name for c in read.columns if c.type == "string"), "")
    said = Description(upload.title, title_field=label, values={"original": upload.file})
    with transaction.atomic():
        dataset = create(upload.agency, upload.created_by, contents, said, file=_name(upload))
        if not dataset.number_of_features:
            raise SourceError("El archivo no tiene ningún elemento.")
        look = suggested(dataset.table, read.geometry, read.columns, palette.THEME["transport"])
        if read.geometry:
            style = styled(look, dataset.table, read.geometry, read.columns, dataset.title)
            dataset.style = to_json(style)
            dataset.look = look.to_json()
        doubts = watch.doubts
        dataset.report |= read.report(shelter.remarks) | in_report(doubts, {})
        dataset.personal_columns = dict.fromkeys(doubts, "")
        dataset.save()
        _keep(upload, dataset=dataset, question={})
        _keep_file(upload)
    return {"dataset": dataset.name, "page": page_of(dataset.name)}


def _compare(upload: DatasetUpload, read: Incoming, progress: Progress) -> dict[str, Any]:
    dataset = upload.dataset
    assert dataset is not None
    differences = stage(dataset, read, _counted(read.rows(), progress))
    _keep(upload, differences=differences, question={})
    return {"dataset": dataset.name, "page": page_of_file(str(upload.pk))}


def page_of(name: str) -> str:
    """The site's page of a dataset, where its job leads to."""
    return f"/publicar/capa/{name}/"


def page_of_file(upload: str) -> str:
    """The same of a file that isn't one yet."""
    return f"/publicar/capa/archivo/{upload}/"


def _counted(rows: Iterator[Any], progress: Progress) -> Iterator[Any]:
    waiting = 0
    for row in rows:
        yield row
        waiting += 1
        if waiting == _ROWS_AT_ONCE:
            progress.add(waiting)
            waiting = 0
    progress.add(waiting)


def _upload(key: str) -> DatasetUpload:
    found = DatasetUpload.objects.select_related("agency", "file", "dataset", "created_by")
    upload = found.filter(pk=key).first()
    if upload is None:
        raise FeatureNotFound("El archivo de la capa ya no está.")
    return upload


@contextmanager
def _file_of(upload: DatasetUpload) -> Iterator[tuple[Path, Path]]:
    """The file, and a folder for what is made of it; both go with the block."""
    if upload.file is None:
        raise SourceError("El archivo ya no está: súbalo otra vez.")
    with temporary_folder("dataset") as folder:
        file, output = folder / "archivo", folder / "leido"
        output.mkdir()
        stored.copy_to(upload.file, file)
        yield file, output


def _keep(upload: DatasetUpload, **values: Any) -> None:
    for name, value in values.items():
        setattr(upload, name, value)
    upload.save(update_fields=list(values))


def _keep_file(upload: DatasetUpload) -> None:
    """The original is downloaded as long as there is the layer."""
    if upload.file is not None:
        upload.file.expires_at = None
        upload.file.save(update_fields=["expires_at"])


def _name(upload: DatasetUpload) -> str:
    return upload.file.name if upload.file else ""
