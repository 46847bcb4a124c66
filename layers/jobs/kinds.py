"""The kinds of work that are done in the background: one table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

# Somebody waits before the page for what is QUICK; the rest takes as long as it takes.
QUEUES = QUICK, LONG = "quick", "long"
# How long a job and its result are kept once it ended, unless its kind says otherwise.
KEPT = dt.timedelta(days=7)
# A message that the server of mail can't take for the moment is tried for most of a day, within
# the two days in which a subscription may be confirmed. (RFC 5321 §4.5.4.1 has days, but for
# servers.)
MAIL_WAITS_S = (60, 300, 1_800, 7_200, 21_600, 43_200)


@dataclass(frozen=True)
class Kind:
    """``work`` is ``module:function``, called as ``function(progress, **arguments) -> dict``.

    It is named and not imported, so that whoever submits a job needs nothing of what does it.
    Arguments and the result are JSON; ``file`` in the result, the key of a ``StoredFile``, is what
    the job's page offers. Work has to be safe to do twice, for a job whose worker
    died is done once more; what isn't says ``retry=False``. ``by_address``: nobody in
    particular asked for it, and whoever has the job's address may follow it. ``cron`` is the
    timetable of what nobody asks for, in UTC. ``waits_s`` says in how many seconds work that can't
    be done for the moment (``TryLater``) is tried again, after each attempt; then it failed.
    """

    name: str
    title: str
    work: str
    queue: str = LONG
    retry: bool = True
    by_address: bool = False
    cron: str = ""
    kept: dt.timedelta = KEPT
    waits_s: tuple[int, ...] = ()

    def load(self) -> Callable[..., dict[str, Any] | None]:
        module, _, name = self.work.partition(":")
        work: Callable[..., dict[str, Any] | None] = getattr(import_module(module), name)
        return work


_DATASETS = "layers.datasets"
_MAIL = "layers.participation.mail"

KINDS: tuple[Kind, ...] = (
    Kind(
        "refresh_overviews",
        "Vistas generales de las capas grandes",
        "layers.overviews:refresh_stale",
    ),
    Kind(
        "export_layer",
        "Archivo de una capa para descargar",
        "layers.exports.making:make",
        by_address=True,
    ),
    Kind("zone_mail", "Correos sobre una zona", "layers.zones.mail:spread", QUICK),
    # Done twice, one person reads it twice; not done, nobody does.
    Kind(
        "zone_mail_to_one",
        "Correo sobre una zona",
        "layers.zones.mail:send",
        QUICK,
        waits_s=MAIL_WAITS_S,
    ),
    Kind("participation_mail", "Correos sobre un aporte", f"{_MAIL}:spread", QUICK),
    Kind(
        "participation_mail_to_one",
        "Correo sobre un aporte",
        f"{_MAIL}:send",
        QUICK,
        waits_s=MAIL_WAITS_S,
    ),
    Kind(
        "participation_mail_confirm",
        "Correo para confirmar avisos",
        f"{_MAIL}:send_confirmation",
        QUICK,
        waits_s=MAIL_WAITS_S,
        kept=dt.timedelta(days=1),
    ),
    Kind(
        "sweep_subscriptions",
        "Borrado de direcciones de correo cuyo plazo pasó",
        "layers.participation.subscribing:sweep",
        QUICK,
        cron="22 * * * *",
        kept=dt.timedelta(hours=1),
    ),
    Kind(
        "sweep_limits",
        "Borrado de cuentas de envíos cuyo plazo pasó",
        "layers.participation.admission:sweep",
        QUICK,
        cron="*/10 * * * *",
        kept=dt.timedelta(hours=1),
    ),
    Kind("describe_dataset", "Ver qué tiene un archivo", f"{_DATASETS}.importing:describe", QUICK),
    Kind("import_dataset", "Hacer una capa de un archivo", f"{_DATASETS}.importing:take"),
    Kind(
        "sweep_datasets",
        "Borrado de las capas cuyo plazo pasó",
        f"{_DATASETS}.cleaning:clean",
        QUICK,
        cron="37 * * * *",
        kept=dt.timedelta(days=1),
    ),
    Kind("import_coverage", "Hacer un ráster de un archivo", "layers.rasters.uploading:take"),
    Kind(
        "sweep_coverages",
        "Borrado de los rásteres cuyo plazo pasó",
        "layers.rasters.cleaning:clean",
        QUICK,
        cron="42 * * * *",
        kept=dt.timedelta(days=1),
    ),
    Kind(
        "follow_population",
        "Personas cerca de los paraderos según los rásteres publicados",
        "layers.population.from_rasters:follow",
    ),
    Kind("harvest_source", "Cosecha de un servicio", "layers.harvest.work:harvest"),
    Kind("harvest_accept", "Publicación de una cosecha", "layers.harvest.work:accept"),
    Kind(
        "harvest_due",
        "Cosechas a las que les toca",
        "layers.harvest.work:harvest_due",
        QUICK,
        cron="27 * * * *",
        kept=dt.timedelta(days=1),
    ),
    Kind("check_service", "Consulta a un servicio federado", "layers.federation.work:check_one"),
    Kind(
        "check_services",
        "Consultas a los servicios federados",
        "layers.federation.work:check_due",
        QUICK,
        cron="17 10 * * *",
        kept=dt.timedelta(days=1),
    ),
    Kind("load_eib_round", "Respuestas de una ronda", "layers.eib_rounds.loading:load"),
    Kind("check_file", "Revisión de un archivo", "layers.publishing.work:check"),
    Kind(
        "sweep_submissions",
        "Descarte de archivos que nadie publicó",
        "layers.publishing.work:sweep",
        QUICK,
        cron="52 * * * *",
        kept=dt.timedelta(days=1),
    ),
    Kind("mark_file", "Archivo con las celdas marcadas", "layers.publishing.work:mark"),
    Kind("publish_file", "Publicación de un archivo", "layers.publishing.work:publish"),
    Kind(
        "return_to_snapshot",
        "Vuelta a una publicación anterior",
        "layers.publishing.work:return_to",
    ),
    # Done twice they would go back twice, or find nothing.
    Kind(
        "undo_publication",
        "Deshacer la última publicación",
        "layers.publishing.work:undo",
        retry=False,
    ),
    Kind("withdraw_part", "Retiro de lo publicado", "layers.publishing.work:withdraw", retry=False),
    # Twenty past midnight in Lima, and again in case that no worker was there.
    Kind(
        "publish_receipts",
        "Resúmenes diarios de los recibos de acreditación",
        "layers.themes.accreditation_activity.from_receipts:publish_due",
        cron="20 5,11 * * *",
        kept=dt.timedelta(days=2),
    ),
    Kind(
        "clean_jobs",
        "Limpieza de trabajos antiguos",
        "layers.jobs.cleaning:clean",
        QUICK,
        cron="7 * * * *",
        kept=dt.timedelta(days=1),
    ),
)


def find(name: str) -> Kind | None:
    """The kind called ``name``; None for one that this version doesn't have."""
    return next((kind for kind in KINDS if kind.name == name), None)


def kept_of(name: str) -> dt.timedelta:
    """How long a job of this kind is kept once it ended, also where nobody knows the kind."""
    kind = find(name)
    return KEPT if kind is None else kind.kept


def named(name: str) -> Kind:
    """The same; raises ValueError, since nobody but code names a kind."""
    kind = find(name)
    if kind is None:
        raise ValueError(f"no kind of job is called {name!r}")
    return kind
