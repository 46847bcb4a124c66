"""A filter of system calls for this process and its threads, which nothing takes off again.

Linux's ``seccomp(2)`` with a program of classic BPF, as any process may install once it has given
up new privileges. What is refused fails as if it were not permitted; the rest is as before.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Sequence

# <linux/audit.h>, and the number of seccomp(2) itself.
_ARCHITECTURES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}

# Calls refused outright → their numbers on x86_64 and aarch64 (None: it has no such call).
# The network; other processes; the kernel's own doors; what would lift a limit again.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "setrlimit": (160, None),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_by_handle_at": (304, 265),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "shmget": (29, 194),
    "msgget": (68, 186),
}
_CLONE, _CLONE3, _TGKILL, _PRLIMIT64 = (56, 220), (435, 435), (234, 131), (302, 261)
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000  # x86_64's other numbers of the same calls

# <linux/bpf_common.h>, <linux/seccomp.h>, <linux/prctl.h>
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE = 0, 4  # where ``struct seccomp_data`` has them
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_NO_NEW_PRIVILEGES = 38

_Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def is_known_machine() -> bool:
    """Whether this processor's numbers of system calls are known here."""
    return platform.machine() in _ARCHITECTURES


def refuse_calls() -> None:
    """Install the filter, for every thread of the process; raises OSError where that fails."""
    audit, number = _ARCHITECTURES[platform.machine()]
    at = list(_ARCHITECTURES).index(platform.machine())
    code = b"".join(struct.pack("<HBBI", *each) for each in _program(audit, at, os.getpid()))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    program = _Program(len(code) // 8, code)
    if library.syscall(number, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def _program(audit: int, at: int, pid: int) -> list[_Instruction]:
    refused = [numbers[at] for numbers in _REFUSED.values()]
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
        *_refusing([number for number in refused if number is not None]),
        # glibc asks for threads by clone where there is no clone3, whose flags can't be looked at.
        *_when(_CLONE3[at], [(_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]),
        *_when(_CLONE[at], _unless(0, _JUMP_SET, _CLONE_THREAD)),
        # A process may end itself (abort), and no other.
        *_when(_TGKILL[at], _unless(0, _JUMP_EQUAL, pid)),
        # It may ask for its limits, and set none.
        *_when(_PRLIMIT64[at], _unless(2, _JUMP_EQUAL, 0)),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _refusing(numbers: Sequence[int]) -> list[_Instruction]:
    code: list[_Instruction] = []
    for number in numbers:
        code += _when(number, [(_RETURN, 0, 0, _ERRNO | errno.EPERM)])
    return code


def _when(number: int, then: list[_Instruction]) -> list[_Instruction]:
    return [(_JUMP_EQUAL, 0, len(then), number), *then]


def _unless(argument: int, test: int, value: int) -> list[_Instruction]:
    """Allowed where the argument passes, else refused; the lower half of it is looked at."""
    return [
        (_LOAD, 0, 0, 16 + 8 * argument),
        (test, 0, 1, value),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]
