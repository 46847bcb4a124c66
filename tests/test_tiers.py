"""What ``make quick`` leaves out is there, and is in ``make test``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.tiers import LONG, WIDE

MAKEFILE = (Path(settings.BASE_DIR) / "Makefile").read_text()


@pytest.mark.parametrize("module", sorted(WIDE | LONG), ids=lambda module: module.stem)
def test_a_module_that_is_left_out_is_there(module: Path) -> None:
    """A name that is wrong would leave a module in the quick tier without anybody's notice."""
    assert module.is_file()


def test_a_module_is_left_out_for_one_reason() -> None:
    assert not WIDE & LONG


def test_quick_leaves_both_out_and_the_whole_run_nothing() -> None:
    commands = dict(
        re.findall(r"^(quick|test):.*\n(?:\t.*\n)*?\t.*-m pytest (.*)$", MAKEFILE, re.MULTILINE)
    )
    assert commands["quick"] == '$(PARALLEL) -m "not slow and not wide and not long"'
    assert commands["test"] == "$(PARALLEL)"
