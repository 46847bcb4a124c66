"""What is known of a milestone last, and how late it is, counted by hand on a calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from territory.models import Milestone, ProgressReport
from territory.tracking.delays import Delay, describe
from territory.tracking.milestones import with_progress
from tests.tracking import milestone, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("untracked")]

TODAY = dt.date(2019, 3, 1)


def one() -> Any:
    return with_progress(Milestone.objects.all(), TODAY).get()


@pytest.mark.parametrize(
    ("values", "delay", "days"),
    [
        # 2018-06-30 is the cut-off of all of them.
        ({}, Delay.UNKNOWN, None),
        ({"planned_end": "2019-12-31"}, Delay.RUNNING, None),
        ({"planned_end": "2019-12-31", "progress": "in_progress"}, Delay.RUNNING, None),
        ({"planned_end": "2019-03-01", "progress": "in_progress"}, Delay.RUNNING, None),
        # Its day passed after the cut-off: 28 days of February and one of January.
        ({"planned_end": "2019-01-31", "progress": "in_progress"}, Delay.UNREPORTED, 29),
        # Nobody ever said how it goes.
        ({"planned_end": "2018-02-28"}, Delay.UNREPORTED, 366),
        ({"planned_end": "2018-06-29", "progress": "in_progress"}, Delay.OVERDUE, 1),
        ({"planned_end": "2018-06-30", "progress": "not_started"}, Delay.UNREPORTED, 244),
        ({"planned_end": "2018-01-01", "progress": "abandoned"}, Delay.ABANDONED, None),
        ({"planned_end": "2018-01-01", "progress": "completed"}, Delay.UNKNOWN, None),
        (
            {"planned_end": "2018-05-31", "progress": "completed", "actual_end": "2018-05-31"},
            Delay.ON_TIME,
            None,
        ),
        (
            {"planned_end": "2018-05-31", "progress": "completed", "actual_end": "2018-06-12"},
            Delay.LATE,
            12,
        ),
    ],
)
def test_the_delay_follows_from_the_dates(
    values: dict[str, Any], delay: str, days: int | None
) -> None:
    milestone(**values)
    found = one()
    assert (found.delay, found.delay_days) == (delay, days)


def test_the_latest_published_report_says_how_far_it_is() -> None:
    made = milestone(planned_end="2018-07-31", progress="in_progress", percent=20)
    report(made, 1, reported_on="2018-08-31", progress="in_progress", percent=40)
    assert (one().shown_percent, one().delay) == (20, Delay.UNREPORTED)
    ProgressReport.objects.update(state="published")
    found = one()
    assert (found.shown_percent, found.delay, found.delay_days) == (40, Delay.OVERDUE, 31)
    report(
        made,
        2,
        reported_on="2018-10-31",
        progress="completed",
        actual_end="2018-10-15",
        state="published",
    )
    found = one()
    # What the later report doesn't say isn't taken from the earlier one.
    assert (found.shown_percent, found.delay, found.delay_days) == (None, Delay.LATE, 76)
    assert found.shown_as_of == dt.date(2018, 10, 31)
    ProgressReport.objects.filter(number=2).update(state="withdrawn")
    assert one().delay_days == 31


def test_a_report_older_than_the_cut_off_says_nothing_new() -> None:
    made = milestone(cutoff_date="2018-12-31", progress="in_progress", percent=80)
    report(made, reported_on="2018-09-30", progress="in_progress", percent=10, state="published")
    assert (one().shown_percent, one().report_key) == (80, None)


def test_milestones_and_their_delays_take_one_query(
    django_assert_num_queries: Any,
) -> None:
    for code in "abcdef":
        report(milestone(code=code), state="published")
    with django_assert_num_queries(1):
        assert len(with_progress(Milestone.objects.all(), TODAY)) == 6


@pytest.mark.parametrize(
    ("delay", "days", "sentence"),
    [
        (Delay.LATE, 1, "concluido 1 día después de lo previsto"),
        (Delay.OVERDUE, 31, "vencido: 31 días de retraso al 31/08/2018"),
        (Delay.UNREPORTED, 2, "venció hace 2 días y desde entonces no se ha informado"),
        (Delay.UNKNOWN, None, "no se conoce"),
    ],
)
def test_a_delay_in_words(delay: str, days: int | None, sentence: str) -> None:
    assert describe(delay, days, dt.date(2018, 8, 31)) == sentence
