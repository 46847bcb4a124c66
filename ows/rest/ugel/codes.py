"""A UGEL's code as a request names it."""

from __future__ import annotations

import re

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from ows.errors import InvalidValue

CODE = OpenApiParameter("code", OpenApiTypes.STR, description="Código de UGEL: 6 dígitos.")
_DIGITS = re.compile(r"[0-9]{6}")


def is_ugel_code(text: str) -> bool:
    """Whether it has the form of one."""
    return _DIGITS.fullmatch(text) is not None


def ugel_code(text: str, parameter: str = "code") -> str:
    """Raises InvalidValue of that parameter where it is none."""
    if not is_ugel_code(text):
        raise InvalidValue(parameter, f"«{text[:40]}» no es un código de UGEL: 6 dígitos.")
    return text
