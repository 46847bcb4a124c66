"""Which files this process may open from now on, by Linux's Landlock, where the kernel has it.

As any process may restrict itself (``landlock(7)``): what isn't named is closed, to its threads
and for ever. What is open already stays open.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# The same numbers on every processor since Linux 5.13.
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
# <linux/landlock.h>: what each version of it knows, as bits of ``handled_access_fs``.
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_OF_A_FILE = _EXECUTE | _WRITE | _READ | 1 << 14 | 1 << 15
_ALL_NET, _ALL_SCOPES = 0b11, 0b11


def restrict(read: Iterable[Path], listed: Iterable[Path], write: Iterable[Path]) -> bool:
    """Leave to this process the files below these; gives whether the kernel could.

    Those of ``listed`` may be listed only.
    """
    library = ctypes.CDLL(None, use_errno=True)
    version = library.syscall(_CREATE, None, 0, _ASK_VERSION)
    if version < 1:
        return False
    every = (1 << _BITS[min(version, max(_BITS))]) - 1
    fields = [every]
    fields += [_ALL_NET] if version >= 4 else []
    fields += [_ALL_SCOPES] if version >= 6 else []
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    rules = library.syscall(_CREATE, attributes, len(attributes), 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    try:
        for paths, access in ((read, _READ | _LIST), (listed, _LIST), (write, every & ~_EXECUTE)):
            for path in paths:
                _allow(library, rules, path, access)
        if library.syscall(_RESTRICT, rules, 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    finally:
        os.close(rules)
    return True


def _allow(library: ctypes.CDLL, rules: int, path: Path, access: int) -> None:
    with suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            allowed = access if path.is_dir() else access & _OF_A_FILE
            rule = struct.pack("<Qi", allowed, descriptor)
            if library.syscall(_ADD, rules, _PATH_BENEATH, rule, 0) != 0:
                raise OSError(ctypes.get_errno(), f"landlock_add_rule {path.name}")
        finally:
            os.close(descriptor)
