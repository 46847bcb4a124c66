"""How a column writes its values, learned from all of its cells before any of them is read.

"1.234" and "05/06/2018" mean one thing among "1.234,50" and "27/06/2018", and another among
"0.5" and "06/27/2018".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

Parse = Callable[..., Any]
Function = TypeVar("Function", bound=Parse)

_LEARNED = "learned_convention"


def follows(name: str, learn: Callable[[Iterable[str]], Any]) -> Callable[[Function], Function]:
    """A reader of cells whose argument ``name`` is what ``learn`` finds in the whole column."""

    def mark(parse: Function) -> Function:
        setattr(parse, _LEARNED, (name, learn))
        return parse

    return mark


def in_column(parse: Parse, texts: Iterable[str]) -> Parse:
    """The reader for the cells of one column, whose distinct ``texts`` are given."""
    if own := getattr(parse, "in_column", None):
        reader: Parse = own(texts)
        return reader
    function = parse
    while isinstance(function, partial):
        function = function.func
    learned = getattr(function, _LEARNED, None)
    if learned is None:
        return parse
    name, learn = learned
    return partial(parse, **{name: learn(texts)})
