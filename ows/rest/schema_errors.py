"""The errors of every operation, in the domain API's OpenAPI document."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_PROBLEM: Schema = {
    "type": "object",
    "description": "Un problema, como RFC 9457 lo escribe.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "parameter": {"type": "string", "description": "Lo que falla de la petición."},
    },
}
_OF_ALL = {
    "400": "La petición no se entiende, o un valor no sirve; «parameter» dice cuál.",
    "401": "El usuario o la clave no son correctos, o hace falta ingresar.",
    "404": "No existe lo que se pide, o no para quien pregunta.",
    "414": "La dirección es demasiado larga.",
    "429": "Demasiados intentos de ingresar: espere.",
    "500": "Un defecto del servicio; quedó registrado.",
    "503": "No se puede atender ahora; «Retry-After» dice cuándo volver.",
}
_OF_WRITES = {
    "403": "Su cuenta no puede hacer este cambio, o falta la clave de la sesión.",
    "409": "El estado actual no admite este cambio.",
    "412": "Otra persona cambió el elemento: «current» y «base» son las dos versiones.",
    "413": "El cuerpo es demasiado grande.",
    "415": "El cuerpo no es JSON ni GeoJSON.",
    "428": "Falta decir qué versión se cambia (If-Match).",
    "507": "El servidor no tiene espacio para guardar.",
}


def describe_errors(result: Schema, **_generator: Any) -> Schema:
    """drf-spectacular's hook: each operation with what else than success it may answer."""
    result["components"]["schemas"]["Problem"] = _PROBLEM
    for item in result["paths"].values():
        for method, operation in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                errors = _OF_ALL if method == "get" else _OF_ALL | _OF_WRITES
                operation["responses"] |= {
                    status: _response(text) for status, text in errors.items()
                }
    return result


def _response(description: str) -> Schema:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": description, "content": {"application/problem+json": problem}}
