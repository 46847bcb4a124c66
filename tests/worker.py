"""``python -m tests.worker``: a worker that knows tests' kinds of jobs, and is quick to notice."""

from __future__ import annotations

import os
import sys

import django

# A worker that was silent for so long is taken for dead; and how often others are looked after.
SILENCE_S = 4.0
OFTEN_S = 0.5


def _announce(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    # They need models, which are there now.
    from layers.jobs import kinds, record, worker  # noqa: PLC0415
    from tests.jobs import KINDS  # noqa: PLC0415

    kinds.KINDS += KINDS
    at_once = int(os.environ.get("JOBS_AT_ONCE", "2"))
    record._PATIENCE_S = float(os.environ.get("JOBS_PATIENCE_S", record._PATIENCE_S))
    worker._RESCUE_EVERY_S = worker._AGAIN_AFTER_S = OFTEN_S
    settings = worker.Settings(at_once=at_once, heartbeat_s=0.5, silence_s=SILENCE_S, grace_s=0.5)
    worker.work(settings, _announce)


if __name__ == "__main__":
    main()
