"""The text of a PDF, page by page: what it is found by, never what is shown in its place."""

from __future__ import annotations

import json
import logging
import time
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from layers.reading.results import SourceError
from layers.sandbox.wire import Reporter

PAGES = "pages.jsonl"
# A long report has 800 pages of some 3,000 characters.
MOST_PAGES = 2_000
MOST_OF_A_PAGE = 20_000
MOST_CHARACTERS = 1_500_000
# Well before the process is ended: what was read until then is kept.
_SECONDS = 40.0
# Control codes, halves of characters, private use and what isn't assigned are no text.
_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SHUT = "El PDF tiene clave o restricciones: guárdelo sin ellas."
_DAMAGED = "El PDF está dañado o no se puede leer: imprímalo a otro PDF."
_ACTIVE = "El PDF tiene programas, archivos adjuntos o acciones: imprímalo a otro PDF."
# What a catalogue does by itself (ISO 32000-1, 7.7.2 and 12.6.4); an action that only goes to a
# page does nothing.
_HARMLESS = frozenset({"/GoTo"})


def read_text(
    files: Mapping[str, Path], _arguments: Mapping[str, Any], output: Path, progress: Reporter
) -> dict[str, Any]:
    """Write the text of the PDF ``file`` to ``pages.jsonl``: number and text of each page.

    Gives how many ``pages`` it has, ``read`` with text, and whether ``is_whole``. Raises
    SourceError where it is encrypted, does anything by itself, or can't be read. A page whose text
    can't be read is left out.
    """
    # What it warns of is a stranger's text.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    progress.step("Leyendo el texto")
    try:
        reader, refusal = _opened(files["file"])
        count = len(reader.pages) if not refusal else 0
    except MemoryError:
        raise
    except Exception as error:
        raise SourceError(_DAMAGED) from error
    if refusal or not count:
        raise SourceError(refusal or _DAMAGED)
    return _written(reader, count, output / PAGES)


def _opened(path: Path) -> tuple[Any, str]:
    """The file, and why it isn't read; "" where it is."""
    from pypdf import PdfReader  # noqa: PLC0415 - slow, and for PDFs only

    reader = PdfReader(path, strict=False)
    if reader.is_encrypted:
        return reader, _SHUT
    return reader, _ACTIVE if _is_active(reader) else ""


def _written(reader: Any, count: int, path: Path) -> dict[str, Any]:
    read = characters = 0
    last = 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in _pages(reader, min(count, MOST_PAGES)):
            last = number
            if characters + len(text) > MOST_CHARACTERS:
                last = number - 1
                break
            characters += len(text)
            if text:
                read += 1
                file.write(json.dumps({"number": number, "text": text}) + "\n")
    return {"pages": count, "read": read, "is_whole": last == count}


def _pages(reader: Any, count: int) -> Iterator[tuple[int, str]]:
    ends = time.process_time() + _SECONDS
    for number in range(1, count + 1):
        if time.process_time() > ends:
            return
        try:
            text = reader.pages[number - 1].extract_text()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - the page is left out, as a picture's is
            text = ""
        yield number, plain(text)


def plain(text: str) -> str:
    """On one line, composed, and without what is no text; at most what a page may have."""
    composed = unicodedata.normalize("NFC", text[: MOST_OF_A_PAGE * 2])
    # A hyphen at the end of a line parts a word.
    joined = composed.replace("-\n", "").replace("\u00ad", "")
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in joined
        if sign.isspace() or unicodedata.category(sign) not in _NO_TEXT
    )
    return " ".join(seen.split())[:MOST_OF_A_PAGE]


def _is_active(reader: Any) -> bool:
    """Whether it does anything by itself, also where that lies in a compressed object."""
    root = reader.trailer["/Root"].get_object()
    if "/AA" in root:
        return True
    names = root.get("/Names")
    names = names.get_object() if names is not None else {}
    if "/JavaScript" in names or "/EmbeddedFiles" in names:
        return True
    action = root.get("/OpenAction")
    action = action.get_object() if action is not None else None
    return isinstance(action, dict) and str(action.get("/S")) not in _HARMLESS
