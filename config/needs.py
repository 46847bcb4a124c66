"""What a goal needs of this machine's disks and memory, asked before anything is done.

What is there already needs nothing more. The figures were measured on a machine where nothing
was installed (README: "Two commands"). Standard library only.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config import machine, setup_python, setup_system, viewer
from config.bounded_work import WORKERS
from config.cluster_place import CHECKOUT, find_home
from config.console import SetupError, say
from config.machine import Memory

DATABASE_MB, STATIC_MB = 130, 10
# What a start writes; and what a large import may take on top: max_wal_size of PostgreSQL.
STARTING_MB, IMPORTING_MB = 50, 1_074

# The site at rest: PostgreSQL and the program that waits, and each process that answers. Where a
# control group left a fifth less, the kernel killed processes.
SITE_MB, WORKER_MB = 145, 135
# The process that does jobs, at rest: its own memory (Pss) as measured.
JOBS_MB = 155
# What needs nothing of the viewer's libraries.
WITHOUT_VIEWER = ("bench", "worker", "official")
# The greediest step of the installation, npm's, was seen to succeed with so much.
INSTALLING_MB = 400
# What 16 clients at once added, asking for maps of 2048 x 2048 pixels, tiles, whole layers and
# pages (660), and the rest of PostgreSQL's shared_buffers, which larger data fill.
WORKING_MB = 900


@dataclass(frozen=True)
class Need:
    """``megabytes`` of disk where ``place`` is or will be, for what ``title`` says in Spanish."""

    title: str
    place: Path
    megabytes: int


@dataclass(frozen=True)
class Machine:
    """What is left: free disk by place (None: not known), and memory."""

    free_mb: Callable[[Path], int | None] = machine.free_mb
    device: Callable[[Path], int] = machine.device
    memory: Callable[[], Memory] = machine.memory


def require(goal: str, found: Machine | None = None) -> None:
    """Says what the goal needs and what there is; a warning where it is tight.

    Raises:
        SetupError: it can't go well; nothing was changed.
    """
    if os.environ.get("MACHINE_CHECK", "1") == "0":
        return
    found = found or Machine()
    say("→ Comprobando la máquina…")
    lacking = [*_on_disks(disk_needs(goal), found), *_in_memory(memory_need(goal), found)]
    if lacking:
        raise SetupError(
            "\n".join(lacking) + "\nNo se ha instalado ni cambiado nada. "
            "(MACHINE_CHECK=0 omite esta comprobación.)"
        )


def disk_needs(goal: str) -> list[Need]:
    """What is still to come onto the disks, and what a running site writes."""
    packages = sum(package.megabytes for package in setup_system.lacking(goal))
    needs = [Need("paquetes del sistema", Path("/"), packages), *_python_needs(goal)]
    is_built = goal == "serve" and viewer.is_built()
    if goal not in WITHOUT_VIEWER and not is_built and not viewer.is_installed():
        missing = max(0, viewer.MODULES_MB - machine.size_mb(viewer.MODULES))
        needs += [
            Need("bibliotecas del visor", viewer.FRONTEND, missing),
            Need("descargas que npm guarda", Path.home(), viewer.DOWNLOADS_MB),
        ]
    home = CHECKOUT if os.environ.get("DATABASE_URL") else find_home()
    if not os.environ.get("DATABASE_URL") and not (home / "data").exists():
        needs.append(Need("base de datos", home, DATABASE_MB))
    if goal != "worker" and not (CHECKOUT / "staticfiles").exists():
        needs.append(Need("archivos estáticos", CHECKOUT, STATIC_MB))
    needs.append(Need("funcionamiento", home, STARTING_MB))
    return [need for need in needs if need.megabytes]


def memory_need(goal: str) -> int:
    """Megabytes without which it was seen to fail."""
    if goal == "worker":
        return JOBS_MB
    site = SITE_MB + WORKER_MB * WORKERS + JOBS_MB
    installs = not setup_python.is_installed(goal) or not viewer.is_built()
    return max(site, INSTALLING_MB) if installs else site


def _python_needs(goal: str) -> list[Need]:
    if setup_python.is_installed(goal):
        return []
    whole, downloads = setup_python.megabytes(goal)
    missing = max(0, whole - machine.size_mb(setup_python.VENV))
    return [
        Need("bibliotecas de Python", CHECKOUT, missing),
        Need("descargas de pip mientras instala", Path(tempfile.gettempdir()), downloads),
        Need("descargas que pip guarda", Path.home(), downloads),
    ]


def _on_disks(needs: list[Need], found: Machine) -> list[str]:
    """Says for each file system what it has to take; gives what is not enough."""
    systems: dict[int, list[Need]] = {}
    for need in needs:
        systems.setdefault(found.device(need.place), []).append(need)
    return [line for shared in systems.values() for line in _on_disk(shared, found)]


def _on_disk(needs: list[Need], found: Machine) -> list[str]:
    place = machine.mount_point(needs[0].place)
    free = found.free_mb(needs[0].place)
    wanted = sum(need.megabytes for need in needs)
    parts = ", ".join(f"{need.title} {_mb(need.megabytes)}" for need in needs)
    if free is None:
        say(f"  Disco en {place}: hacen falta {_mb(wanted)} ({parts}); no se sabe cuánto hay.")
        return []
    say(f"  Disco en {place}: hacen falta {_mb(wanted)} ({parts}); hay {_mb(free)}.")
    if free < wanted:
        return [
            f"No hay bastante disco en {place}: hacen falta {_mb(wanted)} y hay {_mb(free)}. "
            f"Libere {_mb(wanted - free)} y vuelva a empezar."
        ]
    if free < wanted + IMPORTING_MB:
        say(
            f"  ⚠ Alcanza justo: al importar archivos grandes la base de datos puede ocupar "
            f"{_mb(IMPORTING_MB)} más por un tiempo."
        )
    return []


def _in_memory(needed: int, found: Machine) -> list[str]:
    """The same of memory. Swap space lets it run, slowly."""
    left = found.memory()
    swap = f" y {_mb(left.swap_mb)} de intercambio (swap)" if left.swap_mb else ""
    say(
        f"  Memoria: hacen falta {_mb(needed)}, y {_mb(needed + WORKING_MB)} para trabajar con "
        f"holgura; hay {_mb(left.available_mb)}{swap}."
    )
    fewer = " Con WEB_WORKERS=1 hace falta menos." if WORKERS > 1 else ""
    if left.available_mb + left.swap_mb < needed:
        return [
            f"No hay bastante memoria: hacen falta {_mb(needed)} y hay "
            f"{_mb(left.available_mb)}{swap}. Cierre otros programas.{fewer}"
        ]
    if left.available_mb < needed + WORKING_MB:
        say(f"  ⚠ Alcanza justo: el sitio será lento con mapas grandes o muchas visitas.{fewer}")
    return []


def _mb(megabytes: int) -> str:
    return f"{megabytes:,} MB".replace(",", " ")
