"""The check before anything is installed: what is needed, what there is, and who is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config import machine, needs, setup, setup_python, setup_system, viewer
from config.cluster_place import CHECKOUT
from config.console import SetupError
from config.machine import Memory
from config.needs import IMPORTING_MB, WORKING_MB, Machine, disk_needs, memory_need

PLENTY = Memory(available_mb=64_000, swap_mb=0)


def with_disk(free_mb: int | None, memory: Memory = PLENTY) -> Machine:
    """A machine with one disk."""
    return Machine(lambda _: free_mb, lambda _: 1, lambda: memory)


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A bare machine, where no check may find what this one has."""
    monkeypatch.delenv("MACHINE_CHECK", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(needs, "CHECKOUT", tmp_path)
    monkeypatch.setattr(needs, "find_home", lambda: tmp_path / "pg")
    monkeypatch.setattr(setup_python, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup_python, "is_installed", lambda _: False)
    monkeypatch.setattr(viewer, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(viewer, "is_installed", lambda: False)
    monkeypatch.setattr(viewer, "is_built", lambda: False)
    server = [setup_system.VENV, setup_system.POSTGIS]
    monkeypatch.setattr(setup_system, "lacking", lambda _: server)


def wanted(goal: str = "serve") -> int:
    return sum(need.megabytes for need in disk_needs(goal))


@pytest.mark.usefixtures("nothing_installed")
def test_it_says_what_is_needed_and_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    needs.require("serve", with_disk(80_000))
    said = capsys.readouterr().out
    assert f"hacen falta {wanted():,} MB".replace(",", " ") in said
    assert "hay 80 000 MB" in said
    assert "hay 64 000 MB" in said
    for part in ("paquetes del sistema", "bibliotecas de Python", "visor", "base de datos"):
        assert part in said
    assert "⚠" not in said


@pytest.mark.usefixtures("nothing_installed")
def test_too_small_a_disk_is_refused_with_what_to_free() -> None:
    needs.require("serve", with_disk(wanted()))
    with pytest.raises(SetupError, match=r"Libere 1 MB.*\n.*MACHINE_CHECK=0"):
        needs.require("serve", with_disk(wanted() - 1))


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(("spare", "warned"), [(IMPORTING_MB - 1, True), (IMPORTING_MB, False)])
def test_a_tight_disk_is_warned_of(
    spare: int, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    needs.require("serve", with_disk(wanted() + spare))
    assert ("⚠" in capsys.readouterr().out) is warned


@pytest.mark.usefixtures("nothing_installed")
def test_too_little_memory_is_refused_and_swap_space_counts() -> None:
    needed = memory_need("serve")
    with pytest.raises(SetupError, match="No hay bastante memoria"):
        needs.require("serve", with_disk(80_000, Memory(needed - 1, 0)))
    needs.require("serve", with_disk(80_000, Memory(needed - 1, 1)))


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(("spare", "warned"), [(WORKING_MB - 1, True), (WORKING_MB, False)])
def test_tight_memory_is_warned_of(
    spare: int, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    needs.require("serve", with_disk(80_000, Memory(memory_need("serve") + spare, 0)))
    assert ("⚠" in capsys.readouterr().out) is warned


@pytest.mark.usefixtures("nothing_installed")
def test_each_disk_has_its_own_account(capsys: pytest.CaptureFixture[str]) -> None:
    """The root's is small: it holds the packages, while the checkout lies elsewhere."""
    packages = setup_system.VENV.megabytes + setup_system.POSTGIS.megabytes
    root = Path("/")

    def found(free_in_root: int) -> Machine:
        return Machine(
            lambda place: free_in_root if place == root else 80_000,
            lambda place: 1 if place == root else 2,
            lambda: PLENTY,
        )

    needs.require("serve", found(packages))
    assert f"hay {packages} MB" in capsys.readouterr().out
    with pytest.raises(SetupError, match="No hay bastante disco en /:"):
        needs.require("serve", found(packages - 1))


@pytest.mark.usefixtures("nothing_installed")
def test_what_is_there_already_needs_nothing_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setup_system, "lacking", lambda _: [])
    monkeypatch.setattr(viewer, "is_built", lambda: True)
    monkeypatch.setattr(setup_python, "is_installed", lambda _: True)
    for made in ("pg/data", "staticfiles"):
        (tmp_path / made).mkdir(parents=True)
    assert [need.title for need in disk_needs("serve")] == ["funcionamiento"]


@pytest.mark.usefixtures("nothing_installed")
def test_an_environment_that_is_renewed_takes_the_old_ones_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def python_mb() -> int:
        return {need.title: need.megabytes for need in disk_needs("serve")}["bibliotecas de Python"]

    bare = python_mb()
    monkeypatch.setattr(machine, "size_mb", lambda _: 100)
    assert python_mb() == bare - 100


@pytest.mark.usefixtures("nothing_installed")
def test_a_disk_that_does_not_say_its_space_is_not_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    needs.require("serve", with_disk(None))
    assert "no se sabe cuánto hay" in capsys.readouterr().out


@pytest.mark.usefixtures("nothing_installed")
def test_the_operator_may_leave_it_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MACHINE_CHECK", "0")
    needs.require("serve", with_disk(0, Memory(0, 0)))
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("nothing_installed")
def test_nothing_is_installed_where_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed: list[str] = []

    def record(name: str) -> Callable[..., None]:
        return lambda *_: installed.append(name)

    for module in (setup_system, setup_python, viewer):
        monkeypatch.setattr(module, "install", record(module.__name__))
    monkeypatch.setattr(viewer, "build", record("build"))
    monkeypatch.setattr(setup, "raise_on_signals", lambda: None)
    monkeypatch.setattr(setup, "require_free_port", lambda: None)
    monkeypatch.setattr(needs, "Machine", lambda: with_disk(80_000, Memory(10, 0)))
    assert setup.main("serve") == 1
    assert installed == []
    assert "No hay bastante memoria" in capsys.readouterr().out


def test_it_runs_with_the_standard_library_alone() -> None:
    """The system's Python asks it, before there is any other: ``-S -I`` hides what is installed."""
    code = f"import sys; sys.path.insert(0, {str(CHECKOUT)!r}); import config.setup"
    subprocess.run([sys.executable, "-S", "-I", "-c", code], check=True, cwd="/")
