"""``python -m bench``: the site beside its peers, once, and the report of it.

It ends by itself, listens on loopback only and leaves no process behind.
"""

from __future__ import annotations

import argparse
import os
import sys

from config.cluster import borrowed
from config.cluster_place import ClusterError, locate
from config.console import SetupError, say
from config.interrupts import raise_on_signals

DATABASE = "territorio_bench"
CASES = (
    "features",
    "files",
    "tiles",
    "country",
    "memory",
    "paging",
    "filters",
    "single",
    "documents",
    "vector_tiles",
    "kept",
    "mixed",
    "workers",
    "growth",
    "load",
    "imports",
)
ROUNDS, QUICK_ROUNDS = 7, 2


def main(arguments: list[str]) -> int:
    parsed = _parser().parse_args(arguments)
    unknown = set(parsed.only) - set(CASES)
    if unknown:
        say(f"No existe el caso {', '.join(sorted(unknown))}: hay {', '.join(CASES)}.")
        return 2
    raise_on_signals()
    # Never the site's own database, whichever that is.
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DB_NAME": DATABASE}
    try:
        with borrowed(locate()):
            import django  # noqa: PLC0415 - its settings are known only now

            django.setup()
            from bench import session  # noqa: PLC0415 - needs Django

            if parsed.drop:
                return session.drop()
            return session.run(
                parsed.only or CASES,
                QUICK_ROUNDS if parsed.quick else ROUNDS,
                is_full=not (parsed.quick or parsed.only),
            )
    except KeyboardInterrupt:
        say("\nInterrumpido.")
        return 130
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="menos repeticiones; no escribe docs")
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=[], help="casos, separados por comas"
    )
    parser.add_argument("--drop", action="store_true", help="borra la base de datos de la medición")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
