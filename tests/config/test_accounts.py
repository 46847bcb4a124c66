"""The administrator's account: made once, shown again, told clearly where it can't be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model

from config import accounts, local_secrets


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the password would be kept."""
    for module in (accounts, local_secrets):
        monkeypatch.setattr(module, "directory", lambda: tmp_path)
    return tmp_path


@pytest.mark.django_db
def test_the_password_that_is_shown_opens_the_account(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    get_user_model().objects.filter(is_superuser=True).delete()
    name, password = accounts.ensure_administrator().split(" / ")
    assert accounts.main() == 0
    shown = re.findall(r"usuario (\S+) +clave (\S+)", capsys.readouterr().out)
    assert shown == [(name, password)]
    user = authenticate(username=name, password=password)
    assert user is not None
    assert accounts.ensure_administrator() == ""


def test_none_yet(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accounts.main() == 1
    assert "make serve" in capsys.readouterr().out


def test_somebody_elses(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Root may read everything, so the refusal is made up."""
    (home / local_secrets.password_file(local_secrets.ADMINISTRATOR)).touch()

    def refuse(_path: Path) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    assert accounts.main() == 1
    assert "sudo make accounts" in capsys.readouterr().out
