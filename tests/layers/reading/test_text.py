"""One policy for text: what is certain is put back, what isn't is known as lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading.text import clean, mend, unreadable

SPANISH = "áéíóúüñÁÉÍÓÚÜÑ°º¿¡«»–“”"


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp850", "cp437", "mac_roman"])
@pytest.mark.parametrize("letter", SPANISH)
def test_utf8_that_was_read_in_another_code_page(letter: str, page: str) -> None:
    """The bytes are Python's own codecs': RFC 3629 written, the code page read."""
    data = f"X{letter}Y".encode()
    try:
        shown = data.decode(page)
    except UnicodeDecodeError:  # cp1252 leaves five bytes unassigned; they keep their codes
        shown = "".join(bytes([b]).decode(page, "ignore") or chr(b) for b in data)
    assert clean(mend(shown)) == unicodedata.normalize("NFC", f"X{letter}Y")


@pytest.mark.parametrize("letter", SPANISH)
def test_utf8_that_was_misread_twice(letter: str) -> None:
    twice = f"A {letter} B".encode().decode("latin-1").encode().decode("latin-1")
    assert clean(mend(twice)) == f"A {letter} B"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("AÑO NIÃ‘OS", "AÑO NIÑOS"),  # beside a letter that is right
        ("F\u00ed\x81TIMA", "FÁTIMA"),  # the cadastre's: "Ã" was replaced by "í"
        ("SARAH\u00ed\x8d 1", "SARAHÍ 1"),
        ("Marcar\u00e3\x81", "Marcará"),  # ATU's: made small
        ("\x93LA PAZ\x94 \x96 5\x85", "“LA PAZ” – 5…"),  # Windows-1252's own signs
        ("D\x92ONOFRIO", "D’ONOFRIO"),
        ("NI&Ntilde;OS &amp; R&#205;O", "NIÑOS & RÍO"),
        ("\ufeffCAS\u00adCA\u200b\u00a0 ALTA\u2060", "CASCA  ALTA"),
        ("ÑAÑA".encode().decode(), "ÑAÑA"),
        ("N\u0303AÑA", "ÑAÑA"),
        ("LIMA\0\0\0", "LIMA"),
    ],
)
def test_what_is_certain(raw: str, read: str) -> None:
    assert clean(mend(raw)) == read
    assert not unreadable(read)


@pytest.mark.parametrize(
    "text", ["S\x90OR", "F\x8dTIMA", "NI\x96OS", "Jun\ufffdn", "a\0b", "\x1eX", "a\x85b", "\ue000"]
)
def test_what_is_lost(text: str) -> None:
    """Not certain: 0x90 is É in DOS and nothing in Windows, 0x96 an ñ of a Mac and a dash."""
    assert unreadable(clean(mend(text)))


@given(st.text(st.sampled_from("aeiouñÑáéíóúÁÉÍÓÚüÜ°º«»¿¡½²–“”’ .,-/&;N"), max_size=40))
def test_spanish_as_it_should_be_is_left_alone(text: str) -> None:
    assert mend(text) == text
    assert clean(text) == text
    assert not unreadable(text)
