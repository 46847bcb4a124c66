"""The hierarchy of a catalogue's codes, as its file has it: parents that are there, no circle."""

from __future__ import annotations

from collections.abc import Mapping

# A catalogue's version and a code of it.
Key = tuple[str, str, str]
# Codes shown of a circle: the rest follows from these.
_SHOWN = 6


def in_circles(parents: Mapping[Key, Key | None]) -> dict[Key, tuple[Key, ...]]:
    """Each code that is above itself, with the circle from it on. Linear in the codes."""
    found: dict[Key, tuple[Key, ...]] = {}
    # 1: on the way that is being walked; 2: walked before.
    seen: dict[Key, int] = {}
    for start in parents:
        way: list[Key] = []
        at: Key | None = start
        while at is not None and at in parents and at not in seen:
            seen[at] = 1
            way.append(at)
            at = parents[at]
        if at is not None and seen.get(at) == 1:
            circle = way[way.index(at) :]
            for number, code in enumerate(circle):
                found[code] = (*circle[number:], *circle[:number])
        seen.update(dict.fromkeys(way, 2))
    return found


def circle_text(circle: tuple[Key, ...]) -> str:
    """Why the first code of it is refused."""
    codes = [key[-1] for key in (*circle, circle[0])]
    if len(codes) > _SHOWN + 1:
        codes = [*codes[:_SHOWN], "…", codes[-1]]
    return f"La jerarquía vuelve sobre sí misma: {' → '.join(codes)}."


def without_parent(
    parents: Mapping[Key, Key | None], refused: set[Key]
) -> dict[Key, tuple[Key, bool]]:
    """Each code whose parent can't be taken: that parent, and whether the file has it at all.

    What lies below one is named too, whatever the depth: its own parent isn't taken either.
    """
    children: dict[Key, list[Key]] = {}
    found: dict[Key, tuple[Key, bool]] = {}
    waiting: list[Key] = []
    for code, parent in parents.items():
        if parent is None:
            continue
        children.setdefault(parent, []).append(code)
        if code not in refused and (parent not in parents or parent in refused):
            found[code] = (parent, parent in parents or parent in refused)
            waiting.append(code)
    while waiting:
        above = waiting.pop()
        for code in children.get(above, ()):
            if code not in found and code not in refused:
                found[code] = (above, True)
                waiting.append(code)
    return found
