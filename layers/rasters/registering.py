"""Bringing a raster in: read in the sandbox, kept in the storage, described in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from layers.datasets.names import layer_name
from layers.errors import InvalidParameter
from layers.layer import AnyUser
from layers.models.rasters import Coverage, CoverageKind, CoverageState
from layers.rasters import storage
from layers.rasters.listing import changed
from layers.rasters.ramps import BY_NAME, default_ramp
from layers.rasters.states import changing, count_people_again, drop_file, record, remove
from layers.rasters.units import check_unit
from layers.reading.rasters.converting import CONVERTED
from layers.reading.results import SourceError
from layers.sandbox import Progress, run
from layers.temporary import temporary_folder
from territory.models import Agency

SITE_PREFIX = "site"
MAX_UNIT = 30


@dataclass(frozen=True)
class Said:
    """What whoever brings a raster in says of it; source and cut-off date are no option.

    ``unit`` is that of every band; ``titles`` are the bands', their numbers where there are none.
    """

    title: str
    kind: str
    source: str
    cutoff_date: dt.date | None
    unit: str = ""
    source_url: str = ""
    abstract: str = ""
    accuracy: str = ""
    licence: str = ""
    attribution: str = ""
    theme: str = "territory"
    ramp: str = ""
    titles: tuple[str, ...] = ()
    keywords: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Reading:
    """What the file doesn't say, or says wrongly: its CRS, its value for nothing."""

    crs: str = ""
    nodata: str = ""


# Makes of a file a clean one in the folder, and says what it holds (``convert``'s answer).
Convert = Callable[[Path, Path], dict[str, Any]]


def import_raster(
    path: Path,
    said: Said,
    reading: Reading,
    *,
    agency: Agency | None = None,
    by: AnyUser | None = None,
    original_name: str = "",
    progress: Progress | None = None,
) -> Coverage:
    """A private coverage of the file; raises SourceError where it can't be one.

    Nothing is kept of a file that is refused.
    """
    check_said(said)
    with temporary_folder("raster") as folder:
        arguments = {
            "crs": reading.crs,
            "nodata": reading.nodata,
            "classes": said.kind == CoverageKind.CLASSES,
        }
        found = run("convert_raster", {"file": path}, arguments, folder, progress=progress)
        converted = folder / CONVERTED
        if not converted.is_file():
            raise SourceError("El archivo no se pudo leer: está dañado.")
        return register(
            converted, found, said, agency=agency, by=by, original_name=original_name or path.name
        )


def check_said(said: Said) -> None:
    """Raises InvalidParameter naming what is missing or isn't offered."""
    if not said.title.strip():
        raise InvalidParameter("Falta el título.", parameter="title")
    if said.kind not in CoverageKind.values:
        raise InvalidParameter(
            f"«{said.kind[:40]}» no es una clase de ráster: {', '.join(CoverageKind.values)}.",
            parameter="kind",
        )
    if not said.source.strip():
        raise InvalidParameter("Falta la fuente.", parameter="source")
    check_unit(said.kind, said.unit)
    if len(said.unit) > MAX_UNIT:
        raise InvalidParameter(f"La unidad pasa de {MAX_UNIT} letras.", parameter="unit")
    if said.ramp and said.ramp not in BY_NAME:
        raise InvalidParameter(
            f"«{said.ramp[:40]}» no es una gama de colores: {', '.join(BY_NAME)}.",
            parameter="ramp",
        )


def register(
    converted: Path,
    found: Mapping[str, Any],
    said: Said,
    *,
    agency: Agency | None = None,
    by: AnyUser | None = None,
    original_name: str = "",
    name: str = "",
) -> Coverage:
    """Keep a clean file and say what it is; with ``name``, in place of the site's own of it."""
    key = storage.keep(converted)
    with transaction.atomic():
        former = Coverage.objects.filter(name=name, agency=None) if name else None
        before = former.exclude(state=CoverageState.DELETED).first() if former is not None else None
        name, version = (name, _next_version(name)) if name else _free_name(agency, said.title)
        values = {
            **_described(found, said),
            "version": version,
            "file_key": key,
            "file_size": converted.stat().st_size,
            "original_name": original_name[:255],
            "created_by_id": by.pk if by is not None else None,
        }
        if before is None:
            coverage = Coverage.objects.create(name=name, agency=agency, **values)
        else:
            coverage = before
            for field_name, value in values.items():
                setattr(coverage, field_name, value)
            coverage.save()
        record(coverage, by, "created")
        changed(coverage, was_public=coverage.is_public)
        if coverage.is_public:
            count_people_again(coverage.kind)
    return coverage


def replace_cells(
    coverage: Coverage, converted: Path, found: Mapping[str, Any], original_name: str
) -> None:
    """Other cells in a raster that is being changed; what is said of it and its bands stays.

    Raises SourceError where they are of another number of bands.
    """
    former = coverage.bands
    if len(found["bands"]) != len(former):
        raise SourceError(
            f"El archivo tiene {len(found['bands'])} bandas y el ráster {len(former)}."
        )
    old = coverage.file_key
    coverage.file_key = storage.keep(converted)
    coverage.file_size = converted.stat().st_size
    coverage.original_name = original_name[:255]
    coverage.bands = [{**was, **now} for was, now in zip(former, found["bands"], strict=True)]
    for name, value in _placed(found).items():
        setattr(coverage, name, value)
    transaction.on_commit(lambda: drop_file(old))


_DONE = {
    CoverageState.PUBLISHED: "published",
    CoverageState.PRIVATE: "withdrawn",
}


def set_state(coverage: Coverage, state: CoverageState) -> None:
    """Publish it, take it back, or delete it, as whoever runs the site says."""
    if state == CoverageState.DELETED:
        remove(coverage.pk, None)
    else:
        with changing(coverage.pk, None, _DONE[state]) as kept:
            kept.state = state
    coverage.refresh_from_db()


def _described(found: Mapping[str, Any], said: Said) -> dict[str, Any]:
    kind = CoverageKind(said.kind)
    return {
        "title": said.title[:200],
        "abstract": said.abstract,
        "accuracy": said.accuracy[:400],
        "kind": kind,
        "theme": said.theme,
        "keywords": list(said.keywords),
        "source": said.source[:300],
        "source_url": said.source_url,
        "cutoff_date": said.cutoff_date,
        "licence": said.licence[:200],
        "attribution": said.attribution[:400],
        "ramp": said.ramp or default_ramp(kind),
        "has_relief": kind is CoverageKind.TERRAIN,
        "bands": _bands(found["bands"], said),
        **_placed(found),
    }


def _placed(found: Mapping[str, Any]) -> dict[str, Any]:
    """Where the cells are."""
    return {
        "crs": str(found["crs"]),
        "srid": found["srid"],
        "width": int(found["width"]),
        "height": int(found["height"]),
        "transform": [float(number) for number in found["transform"]],
        "extent": [float(number) for number in found["extent"]],
    }


def _bands(found: list[Mapping[str, Any]], said: Said) -> list[dict[str, Any]]:
    """One band is called ``value``, several ``band_1`` and so on."""
    many = len(found) > 1
    bands = []
    for number, band in enumerate(found, start=1):
        own = said.titles[number - 1] if number <= len(said.titles) else ""
        bands.append(
            {
                **band,
                "name": f"band_{number}" if many else "value",
                "title": own or (f"{said.title}, banda {number}" if many else said.title)[:200],
                "unit": said.unit,
            }
        )
    return bands


def _free_name(agency: Agency | None, title: str) -> tuple[str, int]:
    """A name that no coverage has, and a version that none of that name has had."""
    taken = Coverage.objects.exclude(state=CoverageState.DELETED).values_list("name", flat=True)
    prefix = f"r {agency.acronym}" if agency else f"r {SITE_PREFIX}"
    name = layer_name(prefix, title, taken)
    return name, _next_version(name)


def _next_version(name: str) -> int:
    newest = Coverage.objects.filter(name=name).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1
