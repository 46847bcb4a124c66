"""Key-value parameters as OGC reads them: names in any case, an empty value is an absent one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from django.http import QueryDict

from ows.errors import InvalidValue, MissingParameter

# As many as a filter may have elements: every district by its key.
MAX_NAMES = 5_000


_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def truth(name: str, text: str) -> bool:
    """A boolean as every protocol here reads it; raises InvalidValue."""
    value = _TRUTHS.get(text.strip().lower())
    if value is None:
        raise InvalidValue(name, f"«{text[:40]}» debe ser true o false.")
    return value


class Kvp:
    """Read-only parameters of a request, looked up without regard to case."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values: dict[str, str] = {}
        for name, value in values.items():
            if "\x00" in name or "\x00" in value:
                raise InvalidValue(name.replace("\x00", ""), "El valor contiene un carácter nulo.")
            written = value.strip()
            before = self._values.get(name.lower())
            if before and written and before.lower() != written.lower():
                raise InvalidValue(name, f"El parámetro «{name[:40]}» se dio más de una vez.")
            self._values[name.lower()] = before or written

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Of a query; what is given twice must say the same, or one of them would be ignored."""
        for name in query:
            if len({value.strip().lower() for value in query.getlist(name)} - {""}) > 1:
                raise InvalidValue(name, f"El parámetro «{name[:40]}» se dio más de una vez.")
        return cls({name: max(query.getlist(name), key=bool) for name in query})

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __contains__(self, name: str) -> bool:
        return bool(self._values.get(name.lower()))

    def renamed(self, synonyms: Mapping[str, str]) -> Kvp:
        """The same under the names that ``synonyms`` (in lower case) give.

        Raises InvalidValue where two names of one thing have different values.
        """
        found: dict[str, str] = {}
        for name, value in self._values.items():
            key = synonyms.get(name, name).lower()
            if found.get(key) and value and found[key] != value:
                raise InvalidValue(name, f"«{name}» y «{key}» dicen lo mismo: use uno.")
            found[key] = found.get(key) or value
        return Kvp(found)

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
        """``true``, ``false``, ``1`` or ``0``, in any case (WFS 2.0 and OGC API write either)."""
        text = self.get(name)
        return default if text is None else truth(name, text)

    def names(self, *parameters: str) -> tuple[str, ...]:
        """A comma-separated list of at most ``MAX_NAMES`` items."""
        text = self.get(*parameters) or ""
        items = text.split(",", MAX_NAMES)
        if len(items) > MAX_NAMES:
            raise InvalidValue(parameters[0], f"Se admiten {MAX_NAMES} valores a lo más.")
        return tuple(item.strip() for item in items if item.strip())
