"""A process shuts itself in, before it looks at anything of a stranger's.

Each part holds by itself. Without a network it has to be: where neither the filter of system calls
nor a network of its own can be had, nothing is read.
"""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from layers.sandbox import landlock, seccomp
from layers.sandbox.limits import Limits

# <linux/sched.h>
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000
_SIGNAL_OF_PARENTS_END = 1  # <linux/prctl.h>
_CHECKOUT = Path(__file__).resolve().parents[2]
# What the code and its libraries are read from, and what they look up.
_ROOMS = tuple(_CHECKOUT / room for room in ("layers", "territory"))
_SYSTEM = tuple(
    Path(path)
    for path in (
        "/usr",
        "/lib",
        "/lib64",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/alternatives",
        "/dev/urandom",
        "/proc/self",
        "/proc/meminfo",
        "/proc/cpuinfo",
        "/sys/devices/system/cpu",
    )
)


class CannotConfine(Exception):
    """This machine gives a process no way to give up the network."""


def leave_network() -> bool:
    """Into a network of its own, which has no way out; gives whether the system lets it.

    A process that has threads can't any more (user_namespaces(7)), and libraries start them.
    From here on it ends with the one that started it.
    """
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_SIGNAL_OF_PARENTS_END, signal.SIGKILL)
    # The second is for root where nobody may have users of their own, as within a chroot.
    ways = (_NEW_USERS | _NEW_NETWORK, _NEW_NETWORK)
    return any(library.unshare(way) == 0 for way in ways)


def confine(
    limits: Limits, inputs: Iterable[Path], folders: Iterable[Path], *, has_own_network: bool
) -> None:
    """From here on the process reads its ``inputs`` and writes below ``folders``, within limits.

    ``has_own_network`` is what ``leave_network`` gave. Raises CannotConfine.
    """
    _set_limits(limits)
    python = (Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parents[1])
    is_closed = landlock.restrict(
        (*_SYSTEM, *python, *_ROOMS, *inputs),
        (_CHECKOUT,),
        (*folders, Path("/dev/null")),
    )
    if seccomp.is_known_machine():
        try:
            seccomp.refuse_calls()
        except OSError as error:
            if not has_own_network:
                raise CannotConfine from error
    elif not (has_own_network and is_closed):
        raise CannotConfine


def _set_limits(limits: Limits) -> None:
    for what, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, most = resource.getrlimit(what)
        bound = value if most == resource.RLIM_INFINITY else min(value, most)
        # Past the first of both a process is told so by a signal of its own.
        hard = (
            bound + 1 if what == resource.RLIMIT_CPU and most == resource.RLIM_INFINITY else bound
        )
        resource.setrlimit(what, (bound, hard))
