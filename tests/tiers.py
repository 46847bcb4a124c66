"""Which modules are in ``make test`` and not in ``make quick``.

Those that walk the whole site (``WIDE``): each asks the same of every layer, theme, page, protocol,
format or role, or of files as large as the country's, seconds of many small tests, which a change
of one room seldom breaks. Who changes what all of them have in common runs them by their paths. And
those whose tests take long (``LONG``), by what a whole run noted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent
# What a module's tests take on average, that aren't slow by themselves, to be for the loop still.
_MEAN_S = 0.12
LONG_MODULES = _TESTS / "long_modules.txt"

WIDE = frozenset(
    _TESTS / name
    for name in (
        "frontend/board/test_tracking_views.py",
        "frontend/publishing/test_who_may.py",
        "frontend/test_pages.py",
        "layers/boundaries/test_import.py",
        "layers/datasets/test_numbers.py",
        "layers/loading/test_bulk_plans.py",
        "layers/publishing/test_permissions.py",
        "layers/test_paging.py",
        "layers/test_ring_orientation.py",
        "layers/themes/contract/test_contract.py",
        "layers/themes/contract/test_left_out.py",
        "layers/themes/transit/gtfs/test_against_another_reader.py",
        "ows/api/test_axis_order.py",
        "ows/api/test_collections.py",
        "ows/api/test_landing.py",
        "ows/api/test_openapi.py",
        "ows/rest/test_plan_and_layers.py",
        "ows/rest/test_text.py",
        "ows/test_compression.py",
        "ows/test_every_geometry.py",
        "ows/test_extents.py",
        "ows/test_hostile_text.py",
        "ows/test_negotiation.py",
        "ows/test_private_datasets.py",
        "ows/test_tags.py",
        "ows/test_text_files.py",
        "ows/test_unseen_drafts.py",
        "ows/test_zone_permissions.py",
        "test_example_or_fact.py",
        "test_hostile_participation.py",
        "test_linear_work.py",
        "test_methods.py",
        "test_samples.py",
        "test_unpublished_in_administration.py",
        "test_unpublished_records.py",
        "test_unpublished_services.py",
        "test_without_samples.py",
    )
)

LONG = frozenset(_TESTS / name for name in LONG_MODULES.read_text().split())


class Durations:
    """A plugin that writes ``LONG_MODULES`` anew, by what the tests of a whole run took."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._tests: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not {"slow", "wide"} & set(report.keywords):
            module = report.nodeid.partition("::")[0].removeprefix(f"{_TESTS.name}/")
            self._seconds[module] += report.duration
            self._tests[module] += report.when == "call"

    def pytest_sessionfinish(self) -> None:
        long = sorted(
            module
            for module, seconds in self._seconds.items()
            if seconds > _MEAN_S * self._tests[module]
        )
        LONG_MODULES.write_text("".join(f"{module}\n" for module in long))
