"""What a kind of reviewed record is: what may be said of it, and what follows once it is public."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from layers.errors import InvalidParameter
from territory.models import ReviewedRecord
from territory.reviewing import Step


def no_problems(_record: Any) -> Iterable[InvalidParameter]:
    """Of kinds of which the columns say all."""
    return ()


def nothing_more(_record: Any, _step: Step) -> None:
    """Of kinds whose steps ask for no more than the review does."""


def nothing_follows() -> None:
    """Of kinds from which nothing is derived."""


@dataclass(frozen=True)
class Kind:
    """A kind of record: ``fixed`` columns are given once, ``values`` may change.

    ``within`` is the column that leads to what the record is a part of, None for what hangs on a
    commitment itself. ``of_commitment`` is the number of the one commitment that has such records,
    None where every one may, or those of ``among``; where no column says it, it is filled in.
    ``layers`` show published
    rows. ``problems`` are what only this kind can have wrong, and may put a typed value in order;
    ``demands`` raises what keeps a record from a step; ``follows`` puts in order what is derived
    of published rows, in the same transaction. ``confirms`` is what a person has to confirm before
    it is published (the model has ``cleared_at``), empty for nothing; ``takes_file``: it is an
    address or a file, and made as one.
    """

    name: str
    model: type[ReviewedRecord]
    fixed: tuple[str, ...]
    values: tuple[str, ...]
    within: str | None = None
    layers: tuple[str, ...] = ()
    of_commitment: int | None = None
    problems: Callable[[Any], Iterable[InvalidParameter]] = no_problems
    demands: Callable[[Any, Step], None] = nothing_more
    follows: Callable[[], None] = nothing_follows
    confirms: str = ""
    takes_file: bool = False
    among: tuple[int, ...] = ()

    def is_of(self, number: int) -> bool:
        """Whether the commitment may have such records."""
        if self.among:
            return number in self.among
        return self.of_commitment in (None, number)
