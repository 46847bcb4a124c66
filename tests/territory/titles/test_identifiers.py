"""A title's identifier in its one form, and its keyed hash."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from territory.titles.identifiers import (
    Identifier,
    bucket_of,
    digest,
    identifier,
    institution_code,
    number_key,
    programme_key,
)
from territory.titles.keys import Key, current_key, keys

KEY = Key("clave", b"secreto")
TITLE = Identifier("0344556", "enfermeriatecnica", 2017, "123")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("344556", "0344556"),
        ("0344556", "0344556"),
        ("344556.0", "0344556"),
        (" 1460633 ", "1460633"),
        ("45871236", ""),
        ("0", ""),
        ("", ""),
        ("34-4556", ""),
        ("٣٤٤", ""),
    ],
)
def test_a_modular_code_has_its_lost_zeros_back_and_a_document_is_none(
    written: str, code: str
) -> None:
    assert institution_code(written) == code


@pytest.mark.parametrize(
    "written", ["000123", "123", "N° 123", "Nº 00123", "NRO. 123", "n 123", "123.0", "１２３"]
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert number_key(written) == "123"


@pytest.mark.parametrize(
    ("one", "other"), [("123-A", "123 a"), ("R-0000045", "r0000045"), ("A/12", "a12")]
)
def test_a_public_code_has_letters(one: str, other: str) -> None:
    assert number_key(one) == number_key(other) != ""


def test_what_programmes_are_preceded_by_doesnt_count() -> None:
    said = ["Enfermería Técnica", "CARRERA PROFESIONAL DE ENFERMERIA TECNICA", "Enfermería-técnica"]
    assert {programme_key(text) for text in said} == {"enfermeriatecnica"}
    assert programme_key("Carrera de") == "carrerade"


@pytest.mark.parametrize(
    ("part", "given"),
    [
        ("institution", ("123456789", "Enfermería", 2017, "1")),
        ("programme", ("344556", " -- ", 2017, "1")),
        ("year", ("344556", "Enfermería", 17, "1")),
        ("year", ("344556", "Enfermería", 0, "1")),
        ("number", ("344556", "Enfermería", 2017, "000")),
    ],
)
def test_what_is_no_identifier_names_its_part(part: str, given: tuple[str, str, int, str]) -> None:
    with pytest.raises(ValueError, match=f"^{part}$"):
        identifier(*given)


def test_the_hash_is_hmac_with_sha_256() -> None:
    """RFC 2104, by Python's other implementation of it; each part with its length."""
    message = b"titulo-17:0344556,17:enfermeriatecnica,4:2017,3:123,"
    assert digest(KEY, TITLE) == hmac.new(b"secreto", message, hashlib.sha256).digest()
    assert bucket_of(bytes.fromhex("ff01") + bytes(30)) == 0xFF01


def test_every_part_and_the_key_change_the_hash() -> None:
    others = [
        Identifier("0344557", "enfermeriatecnica", 2017, "123"),
        Identifier("0344556", "enfermeria", 2017, "123"),
        Identifier("0344556", "enfermeriatecnica", 2018, "123"),
        Identifier("0344556", "enfermeriatecnica", 2017, "124"),
    ]
    hashes = {digest(KEY, TITLE), digest(Key("otra", b"otro"), TITLE)}
    hashes |= {digest(KEY, other) for other in others}
    assert len(hashes) == 6


def test_keys_are_settings_the_first_makes_and_names_say_nothing_of_them(settings: object) -> None:
    settings.TITLE_KEYS = ("nueva", "anterior")  # type: ignore[attr-defined]
    made, former = keys()
    assert current_key() == made
    assert (made.secret, former.secret) == (b"nueva", b"anterior")
    assert made.id != former.id
    assert made.id not in hashlib.sha256(b"nueva").hexdigest()
