"""Two publications compared: what a person told of each file beforehand is what is found."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from layers.loading.importing import roll_back, withdraw
from layers.themes.sanitation_projects.source import SANITATION
from territory.models import SanitationCut, SanitationState
from territory.sanitation.changes import changes, cuts, latest_pairs, pair_of, tally
from tests.investments import investments, publish

pytestmark = pytest.mark.django_db


def later(frame: pd.DataFrame) -> pd.DataFrame:
    """The same a while later: two gone, one new, one closed, three dearer, an advance."""
    after = frame[~frame["CODIGO_UNICO"].isin([2_400_000, 2_400_001])].copy()
    new = after[after["CODIGO_UNICO"] == 2_400_003].assign(CODIGO_UNICO=2_500_000)
    after = pd.concat([after, new])
    for code in (2_400_004, 2_400_005, 2_400_006):
        after.loc[after["CODIGO_UNICO"] == code, "COSTO_ACTUALIZADO"] += code - 2_400_000
    after.loc[after["CODIGO_UNICO"] == 2_400_008, "ESTADO"] = "CERRADO"
    after.loc[after["CODIGO_UNICO"] == 2_400_009, "AVANCE_FISICO"] = 77.7
    # What isn't told any more hasn't moved.
    after.loc[after["CODIGO_UNICO"] == 2_400_010, "AVANCE_FISICO"] = None
    return after


@pytest.fixture
def first(tmp_path: Path) -> pd.DataFrame:
    frame = investments("14", 40)
    frame.loc[frame["CODIGO_UNICO"] == 2_400_008, "ESTADO"] = "ACTIVO"
    for code in (2_400_009, 2_400_010):
        frame.loc[frame["CODIGO_UNICO"] == code, "AVANCE_FISICO"] = 10
    publish(frame, tmp_path, "2024-06-30", "14")
    return frame


def test_what_changed_between_two_cuts(first: pd.DataFrame, tmp_path: Path) -> None:
    publish(later(first), tmp_path, "2024-09-30", "14")
    assert [cut.key for cut in cuts()] == ["2024-06-30.14", "2024-09-30.14"]
    (pair,) = latest_pairs(cuts())
    assert tally(pair) == {
        "new": 1,
        "gone": 2,
        "closed": 1,
        "cost": 3,
        "advance": 1,
        "accrued": 0,
        "all": 8,
        "before": 40,
        "after": 39,
    }
    found = changes(pair, "cost", limit=None)
    assert [change.moved for change in found] == [6, 5, 4]
    (closed,) = changes(pair, "closed", limit=None)
    assert (closed.cui, closed.status) == ("2400008", ("ACTIVO", "CERRADO"))
    (moved,) = changes(pair, "advance", limit=None)
    assert (moved.cui, [float(one or 0) for one in moved.advance]) == ("2400009", [10, 77.7])
    assert len(changes(pair, "", limit=3, offset=6)) == 2


def test_the_same_file_again_leaves_its_states(first: pd.DataFrame, tmp_path: Path) -> None:
    kept = set(SanitationState.objects.filter(cut__is_sample=False).values_list("pk", flat=True))
    publish(first, tmp_path, "2024-06-30", "14")
    states = SanitationState.objects.filter(cut__is_sample=False)
    assert set(states.values_list("pk", flat=True)) == kept


def test_a_corrected_file_of_the_same_day_takes_its_states_place(
    first: pd.DataFrame, tmp_path: Path
) -> None:
    publish(later(first), tmp_path, "2024-06-30", "14")
    (cut,) = cuts()
    codes = set(cut.states.values_list("cui", flat=True))
    assert "2500000" in codes
    assert "2400000" not in codes


def test_an_undone_publication_leaves_no_cut(first: pd.DataFrame, tmp_path: Path) -> None:
    publish(later(first), tmp_path, "2024-09-30", "14")
    roll_back(SANITATION, covers=("14",))
    assert [cut.key for cut in cuts()] == ["2024-06-30.14"]


def test_an_older_file_published_last_leaves_the_later_cut(
    first: pd.DataFrame, tmp_path: Path
) -> None:
    publish(later(first), tmp_path, "2024-09-30", "14")
    said = publish(first, tmp_path, "2024-03-31", "14")
    assert "corte (2024-03-31) anterior al de lo publicado (2024-09-30)" in said
    assert [cut.key for cut in cuts()] == ["2024-03-31.14", "2024-06-30.14", "2024-09-30.14"]
    newest, _oldest = latest_pairs(cuts())
    assert tally(newest)["cost"] == 3  # both dates are told of as they were


def test_undoing_the_older_file_forgets_it_alone(first: pd.DataFrame, tmp_path: Path) -> None:
    publish(later(first), tmp_path, "2024-09-30", "14")
    publish(first, tmp_path, "2024-03-31", "14")
    roll_back(SANITATION, covers=("14",))
    assert [cut.key for cut in cuts()] == ["2024-06-30.14", "2024-09-30.14"]


def test_undoing_a_file_published_twice_leaves_what_it_said(
    first: pd.DataFrame, tmp_path: Path
) -> None:
    publish(later(first), tmp_path, "2024-09-30", "14")
    publish(first, tmp_path, "2024-06-30", "14")
    roll_back(SANITATION, covers=("14",))
    assert [cut.key for cut in cuts()] == ["2024-06-30.14", "2024-09-30.14"]


def test_a_withdrawn_file_is_not_compared_with(first: pd.DataFrame, tmp_path: Path) -> None:
    publish(later(first), tmp_path, "2024-09-30", "14")
    withdraw(SANITATION, covers=("14",))
    assert cuts() == [] or all(cut.is_sample for cut in cuts())
    publish(first, tmp_path, "2024-06-30", "14")
    assert [cut.key for cut in cuts()] == ["2024-06-30.14"]


def test_files_of_other_units_are_not_compared(first: pd.DataFrame, tmp_path: Path) -> None:
    publish(investments("24", 5), tmp_path, "2024-09-30", "24")
    found = cuts()
    assert [cut.key for cut in found] == ["2024-06-30.14", "2024-09-30.24"]
    assert latest_pairs(found) == []
    assert pair_of(found[1], found[0]) is None


def test_samples_have_two_cuts_of_their_own(first: pd.DataFrame) -> None:
    assert not any(cut.is_sample for cut in cuts())
    assert SanitationCut.objects.filter(is_sample=True).count() == 2
