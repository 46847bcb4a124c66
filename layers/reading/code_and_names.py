"""A unit's code held against the names beside it, the same way for every importer.

RENIEC's codes look like INEI's, so a code is believed only as far as names agree. Names that INEI
doesn't know are a spelling, and no evidence of another numbering: only names that are another
unit's contradict a code, and only a department that RENIEC numbers so makes it RENIEC's.
"""

from __future__ import annotations

from collections.abc import Sequence

from layers.reading.cells import CellError
from layers.reading.directory import LIKENESS, Directory
from territory.unit_names import reniec_department, resembles


class Contradiction(CellError):
    """Code and names are those of two units, or nothing says that they are of one."""


def compare(units: Directory, code: str, names: Sequence[str]) -> str:
    """What differs in writing between a present unit and its names in the file; "" where nothing.

    ``names`` are those of the code's levels, the department first, "" where the file has none.
    Raises Contradiction where they are another unit's, or too few of them are the code's.
    """
    differing = units.differing(code, names)
    written = [name.strip() for name in names if name.strip()]
    if written and (not differing or units.find(*names) == code):
        return ""
    if reason := another_unit(units, code, names):
        raise Contradiction(reason)
    if not written:
        raise Contradiction(f"El ubigeo {code} no tiene al lado nombres con que cotejarlo.")
    if not _is_certain(units, code, names):
        raise Contradiction(
            f"El ubigeo {code} del INEI es «{', '.join(units.path(code))}»; el archivo dice otros "
            f"nombres, que el INEI no tiene: {', '.join(written)}."
        )
    return spelling(differing, code)


def compare_own(units: Directory, code: str, name: str) -> str:
    """As ``compare``, of a file that gives the unit's own name and none of those above."""
    if name.strip() and (
        units.is_called(code, name) or resembles(name, units.name(code), LIKENESS)
    ):
        return "" if units.is_called(code, name) else spelling([(name, units.name(code))], code)
    elsewhere = units.namesakes(len(code), name)
    hint = next(filter(None, (reniec_hint(code, other) for other in elsewhere)), "")
    raise Contradiction(
        f"El ubigeo {code} del INEI es «{units.name(code)}»; el archivo dice otro nombre, "
        f"«{name.strip()}»{hint}."
    )


def spelling(differing: Sequence[tuple[str, str]], code: str) -> str:
    """The remark on names that are written otherwise, the code being believed."""
    pairs = dict.fromkeys(differing)
    written = "; ".join(f"escribe «{theirs.strip()}» por «{ours}»" for theirs, ours in pairs)
    return f"El archivo {written}: se toma el ubigeo {code} del INEI."


def another_unit(units: Directory, code: str, names: Sequence[str]) -> str:
    """Why the names are another unit's than the code's; "" where they are not known to be."""
    named = units.find(*names) if all(name.strip() for name in names) else None
    if named is None:
        named = _other_sibling(units, code, names)
    if named is None or code == named:
        return ""
    label = ", ".join(units.path(code))
    return (
        f"El ubigeo {code} del INEI es «{label}»; el archivo dice otros nombres, los de "
        f"{units.label(named)}, que para el INEI es {named}{reniec_hint(code, named)}."
    )


def reniec_hint(code: str, named: str) -> str:
    """The question whether a code is RENIEC's, where RENIEC numbers the names' department so."""
    is_possible = len(code) > 2 and reniec_department(named[:2]) == code[:2] and code != named
    return " (¿códigos de RENIEC?)" if is_possible else ""


def _other_sibling(units: Directory, code: str, names: Sequence[str]) -> str | None:
    """The unit beside one of the code's that the file's names, or one of them, are known to be."""
    for count in range(len(names) - 1, 0, -1):
        found = units.find(*names[:count]) if all(name.strip() for name in names[:count]) else None
        if found and not code.startswith(found):
            return found
    for level, name in enumerate(names, start=1):
        above, own = code[: 2 * level - 2], code[: 2 * level]
        found = units.child(above, name) if name.strip() else None
        if found not in (None, own):
            return found
    return None


def _is_certain(units: Directory, code: str, names: Sequence[str]) -> bool:
    """Whether what agrees is enough to take what differs for a spelling."""
    agrees = [
        bool(name.strip()) and units.is_called(code[: 2 * level], name)
        for level, name in enumerate(names, start=1)
    ]
    *above, own = agrees
    if not above:
        return resembles(names[-1], units.name(code), LIKENESS)
    if own:
        return any(above) or len(above) == 1
    if not all(above):
        return False
    # RENIEC numbers most departments otherwise: there, a department that agrees is INEI's.
    other_number = reniec_department(code[:2]) != code[:2]
    return other_number or resembles(names[-1], units.name(code))
