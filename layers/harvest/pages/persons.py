"""Columns that no harvest takes, whatever a service offers: persons' and victims'."""

from __future__ import annotations

import re

from layers.datasets.personal import is_called_of_persons
from layers.reading.tabular import column_name

# Holders of rights, who may be natural persons: INGEMMET's and SERFOR's names for them.
_HOLDERS = re.compile(r"(?:\w+_)?(?:tit_conces|nomtit|titu|administrados?|ruc)(?:_\w+)?")


def is_of_persons(original: str) -> bool:
    """Whether a column is called as one that names persons, their documents or their telephones."""
    return bool(_HOLDERS.fullmatch(column_name(original))) or is_called_of_persons(original)
