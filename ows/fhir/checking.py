"""Resources held against FHIR's definitions, by the library fhir.resources.

It has R4B, not R4; what differs in these resources is listed in
docs/decisions/health-terminology.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ows.fhir.bodies import refuse

_SHOWN = 3


def checked(resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource, if it is one; else 400 with the first places that are wrong."""
    # It takes long to import, and only who sends a resource needs it.
    from fhir.resources.R4B import get_fhir_model_class  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415

    kind = str(resource.get("resourceType"))
    try:
        get_fhir_model_class(kind).model_validate(dict(resource))
    except ValidationError as error:
        found = [
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors(include_url=False, include_input=False)[:_SHOWN]
        ]
        raise refuse("structure", f"El recurso {kind} no es válido: {'; '.join(found)}") from error
    return dict(resource)
