"""Key-value parameters as OGC reads them: names in any case, an empty value is an absent one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from django.http import QueryDict

from ows.errors import InvalidValue, MissingParameter

# As many as a filter may have elements: every district by its key.
MAX_NAMES = 5_000


class Kvp:
    """Read-only parameters of a request, looked up without regard to case."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values: dict[str, str] = {}
        for name, value in values.items():
            if "\x00" in name or "\x00" in value:
                raise InvalidValue(name.replace("\x00", ""), "El valor contiene un carácter nulo.")
            self._values.setdefault(name.lower(), value.strip())

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Of a name given twice, the first counts (OWS Common leaves it open; servers agree)."""
        return cls({name: query.getlist(name)[0] for name in query})

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __contains__(self, name: str) -> bool:
        return bool(self._values.get(name.lower()))

    def get(self, *names: str) -> str | None:
        """The first of these parameters that has a value."""
        for name in names:
            if value := self._values.get(name.lower()):
                return value
        return None

    def require(self, *names: str) -> str:
        """As ``get``; raises MissingParameter naming the first."""
        value = self.get(*names)
        if value is None:
            raise MissingParameter(names[0])
        return value

    def integer(
        self, name: str, default: int | None = None, *, minimum: int = 0, maximum: int = 2**31 - 1
    ) -> int:
        """A whole number within limits; without ``default`` it is mandatory."""
        text = self.get(name) if default is not None else self.require(name)
        if text is None:
            assert default is not None
            return default
        digits = text.removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
            raise InvalidValue(name, f"«{text[:40]}» no es un número entero.")
        if not minimum <= int(digits) <= maximum:
            raise InvalidValue(name, f"Debe estar entre {minimum} y {maximum}.")
        return int(digits)

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """TRUE or FALSE, in any case."""
        text = self.get(name)
        if text is None:
            return default
        if text.upper() not in ("TRUE", "FALSE"):
            raise InvalidValue(name, f"«{text[:40]}» debe ser TRUE o FALSE.")
        return text.upper() == "TRUE"

    def names(self, *parameters: str) -> tuple[str, ...]:
        """A comma-separated list of at most ``MAX_NAMES`` items."""
        text = self.get(*parameters) or ""
        items = text.split(",", MAX_NAMES)
        if len(items) > MAX_NAMES:
            raise InvalidValue(parameters[0], f"Se admiten {MAX_NAMES} valores a lo más.")
        return tuple(item.strip() for item in items if item.strip())
