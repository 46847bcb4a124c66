"""What the guides of ``docs/`` say of sources and columns, written from their declarations.

A guide keeps the place of a table between two marks, which Markdown doesn't show::

    <!-- columnas: sanitation -->
    <!-- fin -->
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import models

from layers.reading.field_parsers import choices_in_words, field_behind
from layers.reading.specification import Column, Specification
from layers.themes import THEMES
from layers.tracking.columns import COLUMNS, KEYS, MILESTONE, ONLY_OUT, REPORT

FOLDER = Path(settings.BASE_DIR) / "docs"
# Where all sources are listed.
INDEX = "importar.md"
# Of the milestones' and reports' one form.
TRACKING = "seguimiento.md"

_PLACE = re.compile(
    r"(?P<begin><!-- (?P<what>columnas: (?P<source>\w+)|fuentes) -->\n)"
    r".*?(?P<end><!-- fin -->)",
    re.DOTALL,
)


class GuideError(Exception):
    """A guide whose marks don't fit what it has to tell."""


def guides() -> Iterator[tuple[Path, str]]:
    """Each guide's path and what its text has to be; raises GuideError."""
    yield _guide(INDEX, {"fuentes": _sources_table()})
    yield _guide(TRACKING, {"columnas: seguimiento": tracking_table()})
    for theme in THEMES:
        if theme.guide:
            tables = {
                f"columnas: {source.name}": columns_table(source.file)
                for source in theme.sources
                if source.file
            }
            yield _guide(theme.guide, tables)


def _guide(name: str, tables: dict[str, str]) -> tuple[Path, str]:
    path = FOLDER / name
    text = path.read_text(encoding="utf-8")
    marked = [match["what"] for match in _PLACE.finditer(text)]
    if sorted(marked) != sorted(tables):
        raise GuideError(
            f"{name}: tiene marcas de {marked or 'ninguna tabla'} y necesita las de "
            f"{sorted(tables)}: <!-- columnas: fuente --> … <!-- fin -->."
        )
    return path, _PLACE.sub(lambda m: f"{m['begin']}{tables[m['what']]}{m['end']}", text)


def columns_table(file: Specification) -> str:
    """The file's columns as a Markdown table, in Spanish."""
    also = any(column.also for column in file.columns)
    header = [
        "columna",
        *(["también"] if also else []),
        "obligatoria",
        "campo",
        "contenido",
        "si no sirve",
    ]
    return _table(header, (_cells(column, file, also=also) for column in file.columns))


def _cells(column: Column, file: Specification, *, also: bool) -> list[str]:
    return [
        f"`{column.title}`",
        *([", ".join(column.also)] if also else []),
        "sí" if column.required else "no",
        f"`{field}`" if (field := column.field or column.part_of) else "",
        _content(column, file.model),
        "se rechaza la fila" if column.strict else "se omite el dato" if field else "",
    ]


def _content(column: Column, model: type[models.Model]) -> str:
    if not column.field:
        return str(column.about)
    field = field_behind(model, column.field)
    content = str(column.about or field.verbose_name)
    form = "" if column.parse else _form(field)
    return f"{content}; {form}" if form else content


def _form(field: models.Field[object, object]) -> str:
    """How its cells are written, where they are read by the field's type."""
    if field.choices:
        return choices_in_words(field)
    match field:
        case models.URLField():
            return "http o https"
        case models.CharField():
            return f"hasta {field.max_length} caracteres"
        case models.DateField():
            return "`AAAA-MM-DD` o `DD/MM/AAAA`"
        case models.BooleanField():
            return "`sí` o `no`"
    return ""


def tracking_table() -> str:
    """The columns of the CSV of milestones and reports, in the file's order."""
    both = f"{MILESTONE}, {REPORT}"
    rows = [[f"`{name}`", both, "nombra la fila", meaning] for name, meaning in KEYS.items()]
    for column in COLUMNS:
        kinds = [kind for kind in (MILESTONE, REPORT) if column.attribute(kind)]
        required = ", ".join(column.required)
        rows.append([f"`{column.name}`", ", ".join(kinds), required or "no", column.meaning])
    rows += [[f"`{name}`", both, "solo sale", meaning] for name, meaning in ONLY_OUT.items()]
    return _table(["columna", "de qué filas", "obligatoria", "contenido"], rows)


def _sources_table() -> str:
    rows = [
        [
            f"`{source.name}`",
            str(source.title),
            ", ".join(f"`{layer}`" for layer in source.layers),
            f"[{theme.guide}]({theme.guide})" if theme.guide else "",
        ]
        for theme in THEMES
        for source in theme.sources
    ]
    return _table(["fuente", "qué es", "capas", "guía"], rows)


def _table(header: list[str], rows: Iterable[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(_escaped(cell) for cell in line)} |\n" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
