"""Members whose names a serializer uses for itself."""

from __future__ import annotations

from typing import Any, TypeVar

from rest_framework import serializers

T = TypeVar("T")


class WireNames(serializers.Serializer[T]):
    """A serializer whose fields ``fields_``, ``source_`` … go out without the underscore."""

    def get_fields(self) -> dict[str, Any]:
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}
