"""Which encoding a Spanish text of unknown origin is in."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from layers.reading.results import SourceError
from layers.reading.text_form import ENCODINGS, chosen_encoding

# Letters of Spanish that are beyond ASCII, and the signs that names of places and schools hold.
_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑ")
_SPANISH = _LETTERS | frozenset("°ºª«»¿¡")
# What DOS and old databases wrote, and what Windows does. 437 is part of 850 for Spanish.
_CANDIDATES = ("cp1252", "cp850")
# The language driver's byte of a dBase table's header → code page.
# 437 is read as 850: they agree on all that Spanish needs but Á, Í, Ó, Ú, which 437 lacks.
DBASE_CODE_PAGES = {0x01: "cp850", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252"}
_ASCII = 0x80

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# As much of a file as tells its kind.
_START = 65_536
_BLOCK = 1 << 20
_ASCII_RUN = re.compile(rb"[\x00-\x7f]+")
# Of writing in UTF-16 nearly every second byte is zero; a stray NUL is a cell's matter.
_MOSTLY = 0.5
# More control codes than a few and this share of the bytes are in no text.
_FEW_CONTROLS, _MOST_CONTROLS = 3, 0.05
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))

# How a byte that is none of the encoding's is read: one alone never costs the file.
FORGIVING = "territorio-forgiving"


def _forgive(error: UnicodeError) -> tuple[str, int]:
    """A letter of Windows-1252 where it is one of Spanish, else a character that says it is lost.

    What Windows-1252 doesn't assign keeps its code, which ``text.unreadable`` finds.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.encoding != "utf-8":
        return "".join(map(chr, error.object[error.start : error.end])), error.end
    letter = error.object[error.start : error.start + 1].decode("cp1252", "replace")
    if letter in _LETTERS:
        return letter, error.start + 1
    return "\N{REPLACEMENT CHARACTER}", error.end


codecs.register_error(FORGIVING, _forgive)


def decode(data: bytes) -> str:
    """The text of a file; raises SourceError where its bytes are no text.

    As a person says; by its mark, else UTF-16 where every second byte is zero, else as
    ``encoding_of`` finds.
    """
    return data.decode(text_encoding(data), FORGIVING)


def text_encoding(data: bytes) -> str:
    """The encoding of a file's text; raises SourceError where its bytes are none."""
    start = data[:_START]
    return _chosen(start) or _by_start(start) or encoding_of(data)


def stream_encoding(file: BinaryIO) -> str:
    """As ``text_encoding`` of the whole file, of which no more than a block is in memory.

    Every question is about bytes beyond ASCII and those beside them: the others are left out.
    """
    start = file.read(_START)
    if found := _chosen(start) or _by_start(start):
        return found
    file.seek(0)
    beyond = bytearray()
    while block := file.read(_BLOCK):
        beyond += beyond_ascii(block)
    return encoding_of(bytes(beyond))


def beyond_ascii(block: bytes) -> bytes:
    """The bytes that say in which encoding a text is, those side by side kept together."""
    return b"\n" if block.isascii() else _ASCII_RUN.sub(b"\n", block)


def _chosen(start: bytes) -> str:
    """The encoding that a person said, or ""; raises SourceError where a mark contradicts it."""
    encoding = chosen_encoding()
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), "")
    if not encoding or (marked and marked.startswith(encoding)):
        return marked if encoding else ""
    if marked:
        shown = ENCODINGS[marked.removesuffix("-sig")]
        raise SourceError(f"El archivo empieza con la marca de {shown}: elija esa codificación.")
    if encoding == "utf-16":  # without its mark: which byte is first shows
        return _by_start(start) or encoding
    return encoding


def _by_start(start: bytes) -> str:
    """What the first bytes say alone, or ""; raises SourceError where they are no text."""
    for mark, name in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return name
    for name, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros.count(0) > _MOSTLY * len(zeros):
            return name
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if controls > _FEW_CONTROLS + _MOST_CONTROLS * len(start):
        raise SourceError("El archivo no es texto: guárdelo como CSV en UTF-8.")
    return ""


def encoding_of(data: bytes, declared: str = "cp1252") -> str:
    """UTF-8 where the bytes are; else the code page in which most of them are Spanish letters.

    A few bytes that aren't UTF-8 among many that are don't change what the others are: no other
    encoding writes its sequences by chance. ``declared`` is what a header says, which is often
    wrong: it decides where both fit equally, and where what is beyond ASCII is no Spanish in
    either. What a person says goes before all of it.
    """
    if chosen := chosen_encoding():
        return chosen
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if _mostly_utf8(data):
            return "utf-8"
        counts = {byte: data.count(byte) for byte in set(data) if byte >= _ASCII}
        # The first of equals is taken.
        found = max((declared, *_CANDIDATES), key=lambda name: _spanish(counts, name))
        return found if 2 * _spanish(counts, found) > sum(counts.values()) else declared
    return "utf-8"


def decode_cell(cell: bytes, encoding: str) -> str:
    """A cell of fixed width; what its width cut of a last character's bytes is left away."""
    if encoding == "utf-8":
        return codecs.getincrementaldecoder(encoding)(FORGIVING).decode(cell)
    return cell.decode(encoding, FORGIVING)


def _mostly_utf8(data: bytes) -> bool:
    """Whether more bytes beyond ASCII are in sequences of UTF-8 than out of them."""
    whole = data.decode("utf-8", "ignore").encode()
    beyond = len(data.translate(None, bytes(range(_ASCII))))
    within = len(whole.translate(None, bytes(range(_ASCII))))
    return 2 * within > beyond


def _spanish(counts: dict[int, int], encoding: str) -> int:
    return sum(
        count
        for byte, count in counts.items()
        if bytes([byte]).decode(encoding, "replace") in _SPANISH
    )
