"""One title, asked for by anybody: what was written read, counted against limits, answered."""

from __future__ import annotations

from layers.errors import FeatureNotFound, InvalidParameter, TooManyRequests
from territory.participation.limits import Limit
from territory.roles import AnyUser
from territory.titles.identifiers import Identifier, identifier
from territory.titles.lookup import Answers, NothingToAsk, ask

# The numbers of titles follow one another. Whoever looks for a few is never stopped; at this pace
# the 300,000 of the register are eight years' work from one address.
OF_ADDRESS = Limit("title", 20, 600)
OF_ADDRESS_DAY = Limit("title-day", 100, 86_400)
# An office may have many addresses and one account.
OF_ACCOUNT = Limit("title-account", 40, 600)
OF_ACCOUNT_DAY = Limit("title-account-day", 200, 86_400)

NO_REGISTER = "Todavía no hay ningún archivo del registro de títulos que se pueda consultar."
MOST = {"institution": 12, "programme": 200, "year": 6, "number": 60}
_REASONS = {
    "institution": "Se espera el código modular del instituto: 7 dígitos.",
    "programme": "Escriba el programa de estudios.",
    "year": "Se espera el año en que el ministerio registró el título: AAAA.",
    "number": "Escriba el número del título o su código público.",
}


def read_title(written: dict[str, str]) -> Identifier:
    """The identifier of what somebody wrote, by part; raises InvalidParameter of the wrong one."""
    for name, most in MOST.items():
        if len(written[name]) > most or "\0" in written[name]:
            raise InvalidParameter(_REASONS[name], parameter=name)
    year = written["year"].strip()
    try:
        number = int(year) if year.isascii() and year.isdigit() else 0
        return identifier(written["institution"], written["programme"], number, written["number"])
    except ValueError as error:
        name = str(error)
        raise InvalidParameter(_REASONS[name], parameter=name) from error


def admit(address: str, user: AnyUser) -> None:
    """Count a question, whatever its answer will be; raises TooManyRequests."""
    waits = [limit.note(address) for limit in (OF_ADDRESS, OF_ADDRESS_DAY)]
    if user.is_authenticated:
        waits += [limit.note(f"account:{user.pk}") for limit in (OF_ACCOUNT, OF_ACCOUNT_DAY)]
    if wait_s := max(waits):
        raise TooManyRequests(wait_s)


def look_up(titles: list[Identifier]) -> Answers:
    """Whether each is in the register; raises FeatureNotFound where there is none to ask."""
    try:
        return ask(titles)
    except NothingToAsk as error:
        raise FeatureNotFound(NO_REGISTER) from error
