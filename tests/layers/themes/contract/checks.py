"""What is asked of every theme, a check for each part; an AssertionError says what is missing.

The checks ask as a client or a person would, by address, and know nothing of a theme but what
its ``Theme`` says.
"""

from __future__ import annotations

from collections.abc import Callable

from layers.themes.theme import Part
from tests.layers.themes.contract.asked import Asked
from tests.layers.themes.contract.files import check_download
from tests.layers.themes.contract.pages import (
    check_commitment_page,
    check_figure,
    check_search,
    check_unit_page,
)
from tests.layers.themes.contract.room import (
    check_administration,
    check_guide,
    check_import,
    check_sample,
)
from tests.layers.themes.contract.services import (
    check_api,
    check_features,
    check_map,
    check_permission,
    check_provenance,
    check_tile,
)

CHECKS: dict[Part, Callable[[Asked], None]] = {
    Part.IMPORT: check_import,
    Part.SAMPLE: check_sample,
    Part.MAP: check_map,
    Part.FEATURES: check_features,
    Part.TILE: check_tile,
    Part.API: check_api,
    Part.DOWNLOAD: check_download,
    Part.PROVENANCE: check_provenance,
    Part.PERMISSION: check_permission,
    Part.COMMITMENT_PAGE: check_commitment_page,
    Part.UNIT_PAGE: check_unit_page,
    Part.FIGURE: check_figure,
    Part.SEARCH: check_search,
    Part.ADMINISTRATION: check_administration,
    Part.GUIDE: check_guide,
}
