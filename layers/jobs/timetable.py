"""Jobs that nobody asks for: those of the kinds that have a timetable."""

from __future__ import annotations

from procrastinate.contrib.django import app

from layers.jobs import kinds
from layers.jobs.asking import is_waiting, submit


@app.task(name="layers.timetable", queue=kinds.QUICK)
def due(timestamp: int, kind: str) -> None:
    """It is time for a job of this kind; one that still waits will do."""
    if not is_waiting(kind):
        submit(kind, by=None, lock=f"timetable:{kind}")


def register() -> None:
    """Tell the queue what is due when; procrastinate sees to it that of many workers one asks."""
    registered = app.periodic_registry.periodic_tasks
    for kind in kinds.KINDS:
        if kind.cron and (due.name, kind.name) not in registered:
            app.periodic_registry.register_task(
                due, kind.cron, kind.name, {"task_kwargs": {"kind": kind.name}}
            )
