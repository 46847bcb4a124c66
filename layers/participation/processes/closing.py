"""When what a consultation says of its end may be published."""

from __future__ import annotations

import datetime as dt

from layers.errors import WrongState
from territory.models import Consultation
from territory.participation.processes.consultations import Phase, phase_of
from territory.participation.processes.contributed import waiting_for_review


def check_closing(consultation: Consultation, day: dt.date) -> None:
    """Raises WrongState while the closing report would speak for contributions yet to come.

    Those that nobody decided on don't stand in its way: the report names them as such.
    """
    if not consultation.closing_summary:
        return
    if phase_of(consultation, day) is not Phase.CLOSED:
        raise WrongState(
            "El informe de cierre se publica cuando la consulta cerró: recibe aportes hasta el "
            f"{consultation.closes_on:%d/%m/%Y}."
        )
    waiting = waiting_for_review(consultation)
    if waiting:
        raise WrongState(
            f"Quedan aportes sin revisar ({waiting}): el informe de cierre se publica cuando la "
            "moderación decidió sobre todos."
        )
