"""What it takes to publish an official file of national size: rows a second, and memory.

Each publication is a process of its own, the command that an operator runs: it reads and checks
the file, puts its rows in place, keeps its snapshot and counts what the pages show. Boundaries
are those of the fixtures. How long the command takes to start, whatever the file, is told besides:
of a file of some thousands of rows it is most of the time, and a worker of the site has started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from bench import education_files, health_files, official_files
from bench.results import ROWS, Result
from bench.run import Run
from layers.models import Snapshot

ROOT = Path(__file__).resolve().parents[2]
GOAL_ROWS, GOAL_MB, GOAL_START_S = 10_000, 500, 5
_KILOBYTE = 1024
# An outline of a hundred corners, as the cadastre's largest have.
_CUTS = 49


def run(run_: Run) -> list[Result]:
    """First and second publications of polygons, then investments, then the ministry's registers.

    Polygons are rights of four corners, most of them, and then of a hundred. Of investments a
    fifth and all of them are taken. Of every 15 points that the bench has there are two rights, as
    of ten there are three investments: 66,666 and 150,000.
    """
    rights, investments = run_.points * 2 // 15, run_.points * 3 // 10
    among = official_files.places()
    start, _peak = _measured(["health_facilities", "--list"])
    results = [Result("import, the command's start", start, "s", GOAL_START_S)]
    with TemporaryDirectory(prefix="ta-bench-") as folder:
        for cuts, corners in ((0, ""), (_CUTS, " of a hundred corners")):
            results += _cadastre(Path(folder), rights, among, cuts, corners)
        for every, share in ((5, "a fifth taken"), (1, "all taken")):
            table = Path(folder) / "investments.csv"
            official_files.write_investments(table, investments, among, every)
            name = f"{investments:,} investments, {share}"
            results += _published("sanitation", table, investments, name)
            _withdraw("sanitation")
        results += _registers(Path(folder), run_.points, among)
        results += _titles(Path(folder), run_.points * 6 // 10, among)
        results += _health(Path(folder), run_.points, among)
    return results


def _cadastre(
    folder: Path, rights: int, among: list[official_files.Place], cuts: int, corners: str
) -> list[Result]:
    """A cadastre, first and again; ``cuts`` of each outline, or 0."""
    results: list[Result] = []
    for changed, name in enumerate(("the first time", "again, a fifth changed")):
        file = folder / "rights.geojson"
        official_files.write_rights(file, rights, among, changed, cuts)
        results += _published("extractives", file, rights, f"{rights:,} polygons{corners}, {name}")
    _withdraw("extractives")
    return results


def _titles(folder: Path, titles: int, among: list[official_files.Place]) -> list[Result]:
    """The register of titles, first and again: 300,000 where the bench has 500,000 points."""
    results: list[Result] = []
    for changed, name in enumerate(("the first time", "again, a fifth changed")):
        file = folder / "titles.csv"
        education_files.write_titles(file, titles, among, changed)
        results += _published("titles", file, titles, f"{titles:,} titles, {name}")
    _withdraw("titles")
    return results


def _registers(folder: Path, points: int, among: list[official_files.Place]) -> list[Result]:
    """The register of schools, first and again, and that of EIB, which is joined to it.

    As large as the country's where the bench has 500,000 points: 180,859 and 29,188 rows.
    """
    services, eib = points * 180_859 // 500_000, points * 29_188 // 500_000
    first, second, languages = folder / "first.csv", folder / "second.csv", folder / "eib.csv"
    education_files.write_services(first, services, among)
    education_files.write_services(second, services, among, changed_from=1)
    education_files.write_eib(languages, eib, services)
    results = _published("education", first, services, f"{services:,} schools, the first time")
    results += _published("eib", languages, eib, f"{eib:,} EIB schools, joined to them")
    name = f"{services:,} schools, again, a fifth changed"
    results += _published("education", second, services, name)
    _withdraw("eib")
    _withdraw("education")
    return results


def _health(folder: Path, points: int, among: list[official_files.Place]) -> list[Result]:
    """Facilities, days of beds, days of accreditation, codes.

    As large as the country's where the bench has 500,000 points: 20,800, 189,028, 1,000,000 and
    100,000 rows.
    """
    file = folder / "health.csv"
    facilities, beds = points * 20_800 // 500_000, points * 189_028 // 500_000
    days, codes = points * 2, points // 5
    health_files.write_facilities(file, facilities, among)
    results = _published("health_facilities", file, facilities, f"{facilities:,} facilities")
    health_files.write_beds(file, beds, among, version=2)
    results += _published("emergency_beds", file, beds, f"{beds:,} days of beds")
    for changed, name in enumerate(("the first time", "again, a fifth changed")):
        health_files.write_accreditation(file, days, among, changed)
        said = f"{days:,} days of accreditation, {name}"
        results += _published("accreditation_activity", file, days, said)
    health_files.write_codes(file, codes)
    results += _published("health_codes", file, codes, f"{codes:,} codes of a catalogue")
    for source in ("accreditation_activity", "emergency_beds", "health_facilities", "health_codes"):
        _withdraw(source)
    return results


def _published(source: str, file: Path, rows: int, name: str) -> list[Result]:
    said = ["--origin", "Banco de pruebas", "--cutoff", "2025-12-31", "--covers", "PE"]
    # What a run that was interrupted left makes way.
    seconds, peak_mb = _measured([source, str(file), *said, "--replace", "--skip-refused"])
    return [
        Result(f"import of {name}", rows / seconds, ROWS, GOAL_ROWS),
        Result(f"import of {name}, memory", peak_mb, "MB", GOAL_MB),
    ]


def _withdraw(source: str) -> None:
    """Takes the rows away, so that the next publication is a first one."""
    _measured([source, "--withdraw"])
    Snapshot.objects.filter(source=source).delete()


def _measured(arguments: Sequence[str]) -> tuple[float, float]:
    """Seconds and the peak of resident memory, in MB, of one ``import_source``."""
    environment = dict(os.environ) | {"DB_NAME": str(connection.settings_dict["NAME"])}
    command = [sys.executable, str(ROOT / "manage.py"), "import_source", *arguments]
    started = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ChildProcessError(f"import_source {arguments[0]}: {process.returncode}")
    return time.monotonic() - started, used.ru_maxrss / _KILOBYTE
