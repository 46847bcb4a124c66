"""What a spreadsheet shows where it has no value: an error, or a formula that nobody calculated."""

from __future__ import annotations

import re

# What readers of workbooks write for a formula without its result.
UNCALCULATED = "#¡SIN CALCULAR!"

# Excel's errors in English and Spanish (ECMA-376 Part 1, 18.17.3, and Microsoft's translation),
# LibreOffice's, and what both show where the column is too narrow.
_ERROR = re.compile(
    r"#(?:N/?[AD]|[¡!]?DIV/0!|[¡!]?REF!|NAME\?|¿NOMBRE\?|NOMBRE\?|[¡!]?VALU?[EO]R?!|[¡!]?N[UÚ]M!"
    r"|NULL!|[¡!]?NULO!|GETTING_DATA|SPILL!|[¡!]?DESBORDAMIENTO!|CALC!|[¡!]?CALC!|FIELD!"
    r"|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|#+)|(?:Err|Error):5\d\d",
    re.IGNORECASE,
)


_ERROR_SHOWN = "La hoja de cálculo da un error"
_NOT_CALCULATED = "Es una fórmula cuyo resultado no está en el archivo"
# How each reason begins → what is said of many such cells at once.
EXPLAINED = {
    _ERROR_SHOWN: "son errores de la hoja de cálculo",
    _NOT_CALCULATED: "son fórmulas sin calcular",
}


def sheet_error(text: str) -> str:
    """Why a cell has no value, in Spanish; "" where it is no error of a spreadsheet."""
    if not text.lstrip().startswith(("#", "E", "e")):
        return ""
    bare = text.strip()
    if bare == UNCALCULATED:
        return f"{_NOT_CALCULATED}: ábralo en su hoja de cálculo y guárdelo de nuevo."
    if _ERROR.fullmatch(bare):
        return f"{_ERROR_SHOWN} ({bare}) en vez de un valor."
    return ""
