"""The server process of the private cluster: started, stopped, and revived after a kill -9.

Every command runs as the cluster's owner from ``/``, since PostgreSQL refuses root and its
owner may be unable to enter the caller's directory. Standard library only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.cluster_place import PORT, ClusterError, Place, find_binaries

START_TIMEOUT_S = 60
# An orphan backend was seen to hold the shared memory for over 16 s after a kill -9.
REVIVE_TIMEOUT_S = 30
# What /proc says of a process that ended meanwhile, or that is somebody else's.
GONE = (FileNotFoundError, ProcessLookupError, PermissionError)


def run(place: Place, command: list[str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a PostgreSQL program (its name first) as the cluster's owner; never raises."""
    program = str(find_binaries(place) / command[0])
    other = os.geteuid() != place.uid
    return subprocess.run(
        [program, *command[1:]],
        user=place.uid if other else None,
        group=place.gid if other else None,
        extra_groups=[] if other else None,
        input=stdin,
        capture_output=True,
        text=True,
        cwd="/",
        # Ctrl-C at the terminal must not hit pg_ctl in the middle of its work.
        start_new_session=True,
        check=False,
        # PGDATA, PGHOST and the like of the caller must not redirect these commands.
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "10"},
    )


def psql(place: Place, sql: str, database: str = "postgres") -> str:
    """Runs ``sql`` as the cluster's superuser and gives what it prints.

    Raises:
        ClusterError: with the server's own message.
    """
    target = [
        "-h",
        str(place.socket_dir),
        "-p",
        str(PORT),
        "-U",
        "postgres",
        "-d",
        database,
    ]
    flags = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    done = run(place, ["psql", *target, *flags], stdin=sql)
    if done.returncode != 0:
        raise ClusterError(f"psql: {done.stderr.strip()}")
    return done.stdout.strip()


def is_running(place: Place) -> bool:
    """Whether this data directory's own server answers."""
    if not (place.data / "PG_VERSION").exists():
        return False
    if run(place, ["pg_ctl", "status", "-D", str(place.data)]).returncode != 0:
        return False
    ready = ["pg_isready", "-q", "-h", str(place.socket_dir), "-p", str(PORT)]
    return run(place, ready).returncode == 0


def has_died(place: Place) -> bool:
    """Whether the server ended without being stopped: killed, or out of memory.

    One that is stopped takes its pid file along. Cheap enough to be asked all the time.
    """
    with suppress(PermissionError):
        pid = postmaster_pid(place.data)
        return pid is not None and not is_alive(pid)
    return False


def is_alive(pid: int) -> bool:
    """False too for a process that is dead and only not collected yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def start(place: Place) -> None:
    """Starts the server and waits until it answers.

    Raises:
        ClusterError: it did not start; the message carries the end of its log.
    """
    deadline = time.monotonic() + REVIVE_TIMEOUT_S
    command = ["pg_ctl", "start", "-w", "-s", "-t", str(START_TIMEOUT_S)]
    command += ["-D", str(place.data), "-l", str(place.log)]
    while True:
        if run(place, command).returncode == 0:
            return
        if is_running(place):
            return
        if time.monotonic() > deadline:
            raise ClusterError(f"PostgreSQL no arranca:\n{_end_of_log(place)}")
        _clear_remains(place)
        time.sleep(0.5)


def stop(place: Place) -> None:
    """Stops the server, ending its connections.

    Raises:
        ClusterError: it is still running.
    """
    command = ["pg_ctl", "stop", "-w", "-s", "-m", "fast", "-t", str(START_TIMEOUT_S)]
    done = run(place, [*command, "-D", str(place.data)])
    if done.returncode != 0 and is_running(place):
        raise ClusterError(f"PostgreSQL no se detiene: {done.stderr.strip()}")


def _clear_remains(place: Place) -> None:
    """Ends what a killed server left behind: backends, and lock files naming a reused pid."""
    with _as_owner(place):
        left = _server_processes(place.data)
        if postmaster_pid(place.data) in left:
            return  # it lives: still recovering, and killing it would only begin that again
        for pid in left:
            with suppress(*GONE):
                os.kill(pid, signal.SIGKILL)
        if not left:
            (place.data / "postmaster.pid").unlink(missing_ok=True)
            (place.socket_dir / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def _server_processes(data: Path) -> list[int]:
    """The pids of the PostgreSQL programs whose working directory is ``data``."""
    pids = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(*GONE):
            # The program is asked too: somebody's shell may stand in that directory.
            program = (entry / "exe").readlink().name
            if program.startswith("postgres") and (entry / "cwd").readlink() == data:
                pids.append(int(entry.name))
    return pids


def postmaster_pid(data: Path) -> int | None:
    """The server's process as its pid file names it; None where none runs or it was stopped."""
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


@contextmanager
def _as_owner(place: Place) -> Iterator[None]:
    """Takes the owner's identity: root without CAP_SYS_PTRACE can't read another's ``/proc``."""
    uid, gid = os.geteuid(), os.getegid()
    if uid == place.uid:
        yield
        return
    os.setegid(place.gid)
    os.seteuid(place.uid)
    try:
        yield
    finally:
        os.seteuid(uid)
        os.setegid(gid)


def _end_of_log(place: Place) -> str:
    try:
        return "\n".join(place.log.read_text(errors="replace").splitlines()[-15:])
    except OSError as error:
        return str(error)
