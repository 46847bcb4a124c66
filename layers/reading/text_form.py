"""How a text file is written, where a person says so: its encoding and its separator.

Readers find both by themselves; who knows better is believed. As of progress (``progress``), a
reader is a function of the file, and hands on nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from layers.reading.results import SourceError

# Python's name of an encoding → what a person calls it.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (Excel en español)",
    "iso8859-15": "ISO 8859-15 (Latín 9)",
    "cp850": "CP850 (DOS en español)",
    "cp437": "CP437 (DOS en inglés)",
    "mac-roman": "Mac Roman",
    "utf-16": "UTF-16 («texto Unicode»)",
}
# What is chosen → the character, and what a person calls it.
SEPARATORS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
SEPARATOR_TITLES = {
    ";": "punto y coma (;)",
    ",": "coma (,)",
    "tab": "tabulador",
    "|": "barra vertical (|)",
}


@dataclass
class _Form:
    encoding: str
    separator: str
    used: set[str] = field(default_factory=set)


_form: ContextVar[_Form | None] = ContextVar("text_form", default=None)


@contextmanager
def text_form(encoding: str = "", separator: str = "") -> Iterator[None]:
    """Within the context texts are read in this encoding, cut at this separator.

    Each a key of ``ENCODINGS`` and ``SEPARATORS``, or empty for what the file itself shows.
    Raises SourceError for another, and at the end where no file that was read has such a thing.
    """
    if encoding and encoding not in ENCODINGS:
        raise SourceError(f"«{encoding[:40]}» no es una codificación: hay {', '.join(ENCODINGS)}.")
    if separator and separator not in SEPARATORS:
        raise SourceError(f"«{separator[:40]}» no es un separador: hay {' '.join(SEPARATORS)}.")
    form = _Form(encoding, separator)
    token = _form.set(form)
    try:
        yield
    finally:
        _form.reset(token)
    if encoding and "encoding" not in form.used:
        raise SourceError(
            "El archivo dice él mismo cómo están escritos sus textos: no se elige su codificación."
        )
    if separator and "separator" not in form.used:
        raise SourceError("El archivo no es un texto con separador: no se elige ninguno.")


def chosen_encoding() -> str:
    """The encoding that was said, or ""."""
    form = _form.get()
    if form is None:
        return ""
    form.used.add("encoding")
    return form.encoding


def chosen_separator() -> str:
    """The character that was said to separate cells, or ""."""
    form = _form.get()
    if form is None:
        return ""
    form.used.add("separator")
    return SEPARATORS.get(form.separator, "")
