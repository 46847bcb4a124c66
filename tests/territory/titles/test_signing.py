"""Ed25519 signatures of answers, held against OpenSSL."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from territory.titles.signing import (
    key_id,
    pem,
    public_key,
    public_keys,
    raw_text,
    sign,
    signer_of,
)

OPENSSL = shutil.which("openssl")


@pytest.mark.skipif(OPENSSL is None, reason="openssl is the oracle")
def test_openssl_verifies_what_the_site_signs(tmp_path: Path) -> None:
    """The command that the guide and the page of the key give."""
    content = "fila;respuesta\r\n1;consta\r\n".encode("utf-8-sig")
    (tmp_path / "clave.pem").write_text(pem(public_key()))
    (tmp_path / "titulos.csv").write_bytes(content)
    (tmp_path / "titulos.csv.sig").write_bytes(sign(content))
    command = "pkeyutl -verify -pubin -inkey clave.pem -rawin -in titulos.csv -sigfile"

    def verified() -> bool:
        arguments = [str(OPENSSL), *command.split(), "titulos.csv.sig"]
        ran = subprocess.run(arguments, check=False, cwd=tmp_path, capture_output=True)
        return ran.returncode == 0

    assert verified()
    (tmp_path / "titulos.csv").write_bytes(content.replace(b"consta", b"Consta"))
    assert not verified()


def test_a_changed_file_has_no_signer() -> None:
    signature = sign(b"a")
    assert signer_of(b"a", signature) is not None
    assert signer_of(b"b", signature) is None
    assert signer_of(b"a", bytes(64)) is None


def test_after_the_seed_was_changed_former_answers_still_verify(settings: Any) -> None:
    signature, former = sign(b"a"), public_key()
    settings.TITLE_SIGNING_SEED = "A" * 43
    assert signer_of(b"a", signature) is None
    settings.TITLE_FORMER_SIGNING_KEYS = f" {raw_text(former)} ,"
    found = signer_of(b"a", signature)
    assert found is not None
    assert key_id(found) == key_id(former)
    assert len(public_keys()) == 2


@pytest.mark.parametrize("seed", ["", "corta", "ñ" * 43, "A" * 60])
def test_a_seed_that_is_none_is_said_to_the_operator(settings: Any, seed: str) -> None:
    settings.TITLE_SIGNING_SEED = seed
    with pytest.raises(ImproperlyConfigured, match="TITLE_SIGNING_SEED"):
        sign(b"a")
