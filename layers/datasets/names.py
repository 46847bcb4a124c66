"""Names on the wire, made of what people and files call things.

A name is what every protocol and client can take without quoting: an XML name (WFS, GML), a
PostgreSQL column, a CQL2 property, a parameter of OGC API items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from layers.datasets.columns import Column
from layers.datasets.reserved import RESERVED
from territory.names import fold

# PostgreSQL cuts at 63, and drawing puts a few characters before a column's name.
MAX_LENGTH = 50
# dBase, and so a shapefile, cuts a column's name here.
DBASE_LENGTH = 10

LAYER_NAME = re.compile(r"[a-z][a-z0-9_]{1,49}")
_NOT_OURS = re.compile(r"[^a-z0-9]+")


def plain_name(text: str, otherwise: str) -> str:
    """Lower-case letters, digits and single underscores, a letter first: ``Nº de año`` → no_de_ano.

    ``otherwise`` where nothing of the text is left.
    """
    name = _NOT_OURS.sub("_", fold(text)).strip("_")
    if not name:
        return otherwise
    if not name[0].isalpha():
        name = f"{otherwise}_{name}"
    return name[:MAX_LENGTH].rstrip("_")


def column_names(originals: Iterable[str]) -> list[str]:
    """A name for each column of a file, no two alike and none reserved, in the file's order.

    What collides gets a number: of ``Área`` and ``AREA`` the second is ``area_2``; ``id``, which
    is the feature's own, becomes ``id_2``. A name that is free is never given away to another
    column's collision: of ``a``, ``A``, ``a_2`` the last stays ``a_2``.
    """
    wanted = [plain_name(original, "columna") for original in originals]
    first_of = {name: at for at, name in reversed(list(enumerate(wanted))) if name not in RESERVED}
    taken = set(first_of)
    names = []
    for at, name in enumerate(wanted):
        names.append(name if first_of.get(name) == at else _numbered(name, taken))
        taken.add(names[-1])
    return names


def may_be_cut(original: str) -> bool:
    """Whether a shapefile may have cut the column's name, so that its title is to be completed."""
    return len(original) >= DBASE_LENGTH


def layer_name(prefix: str, title: str, taken: Iterable[str]) -> str:
    """A name for a layer: its agency's first, so that agencies never want the same."""
    name = plain_name(f"{prefix} {title}", "capa")
    return _numbered(name, set(taken)) if name in set(taken) else name


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while True:
        end = f"_{number}"
        found = name[: MAX_LENGTH - len(end)].rstrip("_") + end
        if found not in taken and found not in RESERVED:
            return found
        number += 1


def is_code(column: Column) -> bool:
    """Whether a column holds keys and codes, which are no amounts and no classes."""
    return _CODE.fullmatch(column.name) is not None


_CODE = re.compile(
    r"(?:\w+_)?(?:cod|codigo|code|ubigeo|dni|ruc|id|fid|gid|objectid|nro|numero|num|expediente|"
    r"telefono|celular|cui|snip|zona|anio|ano|year|x|y|lat|latitud|lon|longitud|este|norte|"
    r"iddist|idprov|iddpto|shape_(?:area|length?)|orden)(?:_\w+)?"
)
