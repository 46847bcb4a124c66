"""New rows for a dataset from a file of the same columns: compared first, then put in place.

The new rows wait in a table beside the dataset's. A row is the same where its shape and all of its
values are; of rows that are the same several times each is one. What is the same keeps its key, so
that a link to a feature stays true.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from layers.datasets.columns import Column
from layers.datasets.creation import Contents, fill
from layers.datasets.incoming import Incoming, refuse_places
from layers.datasets.layer import columns_of
from layers.datasets.personal import Decision, Doubt, Watch, in_report
from layers.datasets.refuges import Shelter
from layers.datasets.states import changing
from layers.datasets.tables import GEOMETRY, amounts, analyze, drop_table, qualified
from layers.errors import WrongState
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.layer import AnyUser
from layers.models import Dataset, DatasetUpload
from layers.reading.results import SourceError
from territory.personal_data import masked
from territory.sql import read_statements

_SQL = read_statements(Path(__file__).with_suffix(".sql"))
# What may stand for it in a file whose column happens to hold less.
_NARROWER = {
    FieldType.NUMBER: (FieldType.INTEGER,),
    FieldType.STRING: tuple(FieldType),
    FieldType.DATETIME: (FieldType.DATE,),
}


def next_table(dataset: Dataset) -> str:
    """The table in which new rows wait."""
    return f"{dataset.table}_next"


def stage(dataset: Dataset, read: Incoming, rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Keep the file's rows beside the dataset's; how many are new, gone, and the same.

    What was decided of persons' data holds for the new rows too: what is masked comes in masked.
    ``personal`` are the columns that looked harmless until now, with the reason; ``report`` is
    what becomes the layer's.

    Raises SourceError where the file is of other columns or shapes, or may have no places.
    """
    refuse_places(dataset.title, read)
    columns = columns_of(dataset)
    places = _matched(columns, read.columns)
    geometry = GeometryType(dataset.geometry_type)
    if read.dimension is not None and read.dimension not in geometry.dimensions:
        raise SourceError("El archivo tiene otra clase de geometrías que la capa.")
    if bool(read.geometry) != bool(geometry):
        raise SourceError("La capa y el archivo no tienen ambos geometría.")
    if geometry is GeometryType.POINT and read.geometry is GeometryType.MULTI_POINT:
        raise SourceError("El archivo tiene elementos de varios puntos; los de la capa son de uno.")
    first = 1 if geometry else 0
    hidden = {n for n, done in dataset.personal_columns.items() if done == Decision.MASK}
    pairs = list(zip(places, columns, strict=True))
    ordered = (
        [*row[:first], *(_value(row[first + at], c, hidden) for at, c in pairs)] for row in rows
    )
    watch = Watch(columns)
    shelter = Shelter(columns, has_own_shapes=read.has_own_shapes)
    watched = watch.watched(shelter.sheltered(ordered, first), first)
    with transaction.atomic():
        drop_table(next_table(dataset))
        fill(next_table(dataset), Contents(geometry, columns, watched, read.units))
        new = _undecided(dataset, watch.doubts)
        reasons = {name: doubt.reason for name, doubt in new.items()}
        report = read.report(shelter.remarks) | in_report(new, dataset.report)
        return {**compared(dataset), "personal": reasons, "report": report}


def compared(dataset: Dataset) -> dict[str, int]:
    """How many of the waiting rows are new, how many of the dataset's are gone, and the same."""
    with connection.cursor() as cursor:
        cursor.execute(_statement("compare", dataset))
        added, gone, same = cursor.fetchone()
    return {"added": added, "gone": gone, "same": same}


def replace(upload: DatasetUpload, by: AnyUser | None) -> Dataset:
    """Put the waiting rows in place. Raises WrongState where none wait any more."""
    assert upload.dataset_id is not None
    if not upload.differences:
        raise WrongState("El archivo no se ha comparado aún.")
    detail = {name: upload.differences[name] for name in ("added", "gone", "same")}
    with changing(upload.dataset_id, by, "replaced", **detail) as dataset:
        if not _waits(dataset):
            raise WrongState("Las filas nuevas ya no esperan: suba el archivo otra vez.")
        personal = upload.differences.get("personal", {})
        if personal and dataset.is_public:
            raise WrongState(
                "El archivo trae columnas que parecen tener datos personales y en la capa no los "
                f"tenían: {', '.join(sorted(personal))}. Quítelos del archivo, o retire la capa "
                "para decidir sobre ellas."
            )
        dataset.personal_columns |= dict.fromkeys(personal, "")
        with connection.cursor() as cursor:
            cursor.execute(_statement("delete", dataset))
            cursor.execute(_statement("insert", dataset))
        drop_table(next_table(dataset))
        analyze(dataset.table)
        geometry = GeometryType(dataset.geometry_type)
        dataset.number_of_features, dataset.extent = amounts(dataset.table, geometry)
        dataset.original = upload.file
        dataset.report = upload.differences["report"]
        upload.delete()
    return dataset


def discard(upload: DatasetUpload) -> None:
    """Forget the file, and the rows that wait."""
    with transaction.atomic():
        if upload.replaces and upload.dataset is not None:
            drop_table(next_table(upload.dataset))
        upload.delete()


def _undecided(dataset: Dataset, doubts: Mapping[str, Doubt]) -> dict[str, Doubt]:
    """The columns on which nothing was decided that still holds.

    What is masked within texts is no longer enough where a column has come to hold persons.
    """
    known = dataset.personal_columns
    was_whole = dataset.report.get("personal_whole", ())
    return {
        name: doubt
        for name, doubt in doubts.items()
        if name not in known
        or (known[name] == Decision.MASK and doubt.is_whole and name not in was_whole)
    }


def _matched(columns: tuple[Column, ...], found: tuple[Column, ...]) -> list[int]:
    """Where in the file each of the dataset's columns is."""
    by_name = {column.original: at for at, column in enumerate(found)}
    missing = [column.original for column in columns if column.original not in by_name]
    new = sorted(set(by_name) - {column.original for column in columns})
    if missing or new:
        differences = [f"faltan {', '.join(missing[:10])}"] if missing else []
        differences += [f"sobran {', '.join(new[:10])}"] if new else []
        raise SourceError(
            f"El archivo no tiene las mismas columnas que la capa: {'; '.join(differences)}. Para "
            "otras columnas haga una capa nueva."
        )
    for column in columns:
        kind = found[by_name[column.original]].type
        if kind is not column.type and kind not in _NARROWER.get(column.type, ()):
            raise SourceError(
                f"La columna «{column.original}» no es del mismo tipo que en la capa "
                f"({column.type.label}, no {kind.label})."
            )
    return [by_name[column.original] for column in columns]


def _value(value: Any, column: Column, hidden: Collection[str]) -> Any:
    """The value as the dataset's column holds it."""
    if value is None or column.type is not FieldType.STRING:
        return value
    text = value if isinstance(value, str) else str(value)
    return masked(text) if column.name in hidden else text


def _waits(dataset: Dataset) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"datasets.{next_table(dataset)}"])
        return cursor.fetchone()[0] is not None


def _statement(name: str, dataset: Dataset) -> sql.Composable:
    names = [GEOMETRY] if dataset.geometry_type else []
    names += [column.name for column in columns_of(dataset)]
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    return sql.SQL(_SQL[name]).format(
        old=qualified(dataset.table), new=qualified(next_table(dataset)), columns=listed
    )
