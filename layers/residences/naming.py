"""Which residence a code means, and why another school has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from layers.errors import InvalidParameter
from territory.models import RuralResidence, RuralSchool
from territory.models.residences import SAMPLE_KEY

PARAMETER = "residence_id"
_CODE = re.compile(r"([0-9]{1,7})(?:-([0-9]))?")


def read_code(text: str) -> str:
    """«257048» or «0257048-0» as code and annex; raises InvalidParameter.

    Lost zeros are put back, and without an annex it is the school itself.
    """
    match = _CODE.fullmatch(text.strip().removesuffix(SAMPLE_KEY))
    if match is None or not int(match[1]):
        raise InvalidParameter(
            f"«{text.strip()[:20]}» no es un código modular: 7 dígitos y, si hay, el anexo "
            "(0257048-0).",
            parameter=PARAMETER,
        )
    return f"{match[1].zfill(7)}-{match[2] or '0'}"


def find(text: str, *, samples: bool) -> RuralResidence:
    """The residence of a code; raises InvalidParameter, which says why there is none."""
    code = read_code(text)
    found = RuralResidence.objects.filter(key=key_of(code, samples=samples)).first()
    if found is None:
        raise InvalidParameter(_why_none(code, samples=samples), parameter=PARAMETER)
    return found


def key_of(code: str, *, samples: bool) -> str:
    """The key of a residence by its code and annex."""
    return code + (SAMPLE_KEY if samples else "")


def _why_none(code: str, *, samples: bool) -> str:
    modular_code, annex = code.split("-")
    school = RuralSchool.objects.filter(
        modular_code=modular_code, annex=annex, is_sample=samples
    ).first()
    if school is None:
        return f"No hay ninguna escuela rural publicada con el código modular {code}."
    if school.service_model:
        title = str(school.get_service_model_display())
        return f"La escuela {code} es {title} ({school.service_model}): no tiene residencia."
    return f"La lista de modelos de servicio no dice cuál sigue la escuela {code}."


def residence_problems(record: Any) -> Iterator[InvalidParameter]:
    """The code as it was typed becomes the residence's key, or is refused."""
    try:
        record.residence_id = find(str(record.residence_id or ""), samples=record.is_sample).key
    except InvalidParameter as error:
        yield error
