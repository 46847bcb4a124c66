"""What a process can no longer do once it is shut in, tried from within."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from layers.sandbox.environment import DRIVERS, folder_variables, shared_variables

CHECKOUT = Path(__file__).resolve().parents[3]
# Shuts itself in, then says of each attempt what came of it.
SCRIPT = """
import json, os, resource, socket, subprocess, sys, threading
from pathlib import Path
from layers.sandbox import confinement, seccomp
from layers.sandbox.limits import Limits
folder, attempt = Path(sys.argv[1]), sys.argv[2]
exec(sys.argv[3])
try:
    left = confinement.leave_network()
    confinement.confine(
        Limits(), [folder / "input"], [folder / "output"], has_own_network=left
    )
    said = repr(eval(attempt))
except BaseException as error:
    said = type(error).__name__
print(json.dumps(said))
"""
WITH_MODELS = "import django\ndjango.setup()\nimport pyogrio"
NO_SECCOMP = "def no(): raise OSError()\nseccomp.refuse_calls = no"
NO_NAMESPACE = "confinement.leave_network = lambda: False"
NO_LANDLOCK = "confinement.landlock.restrict = lambda *paths: False"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "input").write_text("hola")
    (tmp_path / "other").write_text("secreto")
    (tmp_path / "output").mkdir()
    return tmp_path


def attempted(folder: Path, attempt: str, before: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), attempt, before],
        env=shared_variables() | folder_variables(folder),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout, done.stderr
    said: str = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.socket(socket.AF_UNIX)",
        "socket.socketpair()",
        "os.fork()",
        "subprocess.run(['/bin/true'])",
        "os.kill(os.getppid(), 0)",
        "open('/etc/passwd').read()",
        "open(folder / 'other').read()",
        "os.listdir(folder)",
        "open(folder / 'new', 'w')",
        "open('/proc/%d/environ' % os.getppid()).read()",
        "os.symlink('/etc/passwd', folder / 'link')",
    ],
)
def test_what_is_refused(folder: Path, attempt: str) -> None:
    assert attempted(folder, attempt) == "PermissionError"


@pytest.mark.parametrize("secret", ["pyproject.toml", "manage.py", "config/settings.py"])
def test_nothing_else_of_the_checkout_is_read(folder: Path, secret: str) -> None:
    said = attempted(folder, f"open('{CHECKOUT / secret}').read()")
    assert said in ("PermissionError", "FileNotFoundError")


def test_limits_are_not_lifted_again(folder: Path) -> None:
    most = "(resource.RLIM_INFINITY,) * 2"
    said = attempted(folder, f"resource.setrlimit(resource.RLIMIT_AS, {most})")
    assert said in ("PermissionError", "ValueError")
    assert attempted(folder, "resource.getrlimit(resource.RLIMIT_CORE)") == "(0, 0)"


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        ("open(folder / 'input').read()", "'hola'"),
        ("open(folder / 'output' / 'new', 'w').write('x')", "1"),
        ("threading.Thread(target=int).start()", "None"),
        ("__import__('pyproj').CRS.from_epsg(32718).name", "'WGS 84 / UTM zone 18S'"),
        ("len(os.urandom(8))", "8"),
    ],
)
def test_what_reading_needs_goes_on(folder: Path, attempt: str, said: str) -> None:
    assert attempted(folder, attempt) == said


@pytest.mark.parametrize("gone", [NO_NAMESPACE, NO_SECCOMP, NO_LANDLOCK])
def test_either_way_alone_keeps_the_network_out(folder: Path, gone: str) -> None:
    """Without seccomp an address can be asked for: of a network where nothing is."""
    reach = "socket.create_connection(('127.0.0.1', 9), 1)"
    assert attempted(folder, reach, gone) in ("PermissionError", "OSError")


def test_where_neither_can_be_had_nothing_is_read(folder: Path) -> None:
    both = f"{NO_SECCOMP}\n{NO_NAMESPACE}"
    assert attempted(folder, "open(folder / 'input').read()", both) == "CannotConfine"


@pytest.mark.parametrize("missing", [NO_NAMESPACE, NO_LANDLOCK])
def test_of_a_processor_nobody_knows_both_others_are_asked(folder: Path, missing: str) -> None:
    unknown = f"seccomp.is_known_machine = lambda: False\n{missing}"
    assert attempted(folder, "1", unknown) == "CannotConfine"


@pytest.mark.parametrize("before", ["", WITH_MODELS], ids=["alone", "with models"])
def test_gdal_knows_the_formats_that_are_meant_and_no_other(folder: Path, before: str) -> None:
    said = attempted(folder, "sorted(__import__('pyogrio').list_drivers())", before)
    assert said == repr(sorted(DRIVERS))


def test_models_and_readers_share_one_gdal(folder: Path) -> None:
    """Each would take its addresses, and those of the libraries that come with it."""
    mapped = "len({line.split()[-1] for line in open('/proc/self/maps') if 'libgdal' in line})"
    assert attempted(folder, mapped, WITH_MODELS) == "1"


def test_nothing_of_this_process_is_handed_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@host/db")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
    monkeypatch.setenv("SECRET_KEY", "x")
    given = shared_variables() | folder_variables(folder)
    assert not {"DATABASE_URL", "HTTPS_PROXY", "SECRET_KEY"} & set(given)
    assert not any("PG" in name for name in given)
