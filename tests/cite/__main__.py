"""``python -m tests.cite ARCHIVE``: the site with the data set of OGC's WMS suite, to run it on.

It serves on loopback, on a database of its own, until Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from config.cluster import borrowed
from config.cluster_place import ClusterError, locate
from config.console import SetupError, say
from config.interrupts import raise_on_signals

DATABASE = "territorio_cite"


def main(arguments: list[str]) -> int:
    parsed = _parser().parse_args(arguments)
    raise_on_signals()
    # Never the site's own database, whichever that is.
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.cite.settings",
        "DB_NAME": DATABASE,
        "CITE_PREFIX": parsed.prefix,
    }
    try:
        with borrowed(locate()):
            import django  # noqa: PLC0415 - its settings are known only now

            django.setup()
            _prepare(parsed.archive, parsed.prefix)
            _serve()
    except KeyboardInterrupt:
        say("\nDetenido.")
    except (SetupError, ClusterError) as error:
        say(f"\n{error}")
        return 1
    return 0


def _prepare(archive: Path, prefix: str) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needs Django
    from psycopg import sql  # noqa: PLC0415

    from bench import database  # noqa: PLC0415
    from tests.cite.loading import load  # noqa: PLC0415

    with database.server() as admin:
        database.drop(DATABASE)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    for name, number in load(archive, prefix).items():
        say(f"  {prefix}{name}: {number}")


def _serve() -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from bench.site.server import site  # noqa: PLC0415

    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    with site("tests.cite.settings") as server:
        say(f"WMS: {server.url}/ows/wms?SERVICE=WMS&REQUEST=GetCapabilities")
        signal.pause()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.cite", description=__doc__)
    parser.add_argument("archive", type=Path, help="data-wms-1.3.0.zip, o el wheel de pyogctest")
    parser.add_argument(
        "--prefix", default="cite:", help="ante cada nombre; vacío para WFS y OGC API"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
