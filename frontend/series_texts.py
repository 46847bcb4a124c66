"""What is read where a series has a number, and where it has none."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.templatetags.site_tags import thousands
from territory.models.counts import CountState
from territory.series import INCOMPLETE, Cell

_STATES: dict[str, str | Promise] = {**dict(CountState.choices), INCOMPLETE: _("incompleto")}


def cell_text(cell: Cell | None) -> str:
    """The number or the state that says why there is none; empty where no row reports it."""
    if cell is None:
        return ""
    return str(_STATES[cell.state]) if cell.value is None else thousands(cell.value)
