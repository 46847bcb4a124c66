"""The pages that a commitment has for its own function, beside the sheet that all of them have."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Function:
    """A page of a commitment's own; ``address`` is the name of a URL that takes nothing."""

    title: str | Promise
    address: str


_TRANSIT = Function(_("Planes, redes y servicio de transporte urbano"), "site:transit")

_SURVEYS = Function(_("Encuestas a usuarios del transporte"), "site:transport-surveys")

_COMMISSIONS = (
    Function(_("Las comisiones, una por una"), "site:commissions"),
    Function(_("Versiones de los lineamientos"), "site:guidelines"),
)

_FORUMS = Function(
    _("La propuesta de foros, sus pilotos y los acuerdos por tema"), "site:forum-proposal"
)

_EIB = (
    Function(_("Mapa de lenguas y servicios EIB"), "site:eib"),
    Function(_("Cobertura por UGEL y lengua"), "site:eib-coverage"),
    Function(_("De la formación al aula: instrumentos y rondas"), "site:eib-instruments"),
    Function(_("Las 48 lenguas originarias y sus grafías"), "site:eib-languages"),
)

_TITLES = (
    Function(_("Consultar un título de instituto"), "site:titles"),
    Function(_("Consultar títulos por archivo"), "site:titles-batch"),
)
_RESIDENCES = Function(_("Residencias: qué necesitan y qué reciben"), "site:residences")
_BEDS = (
    Function(_("Emergencias: la cama disponible más cercana y la ocupación"), "site:beds"),
    Function(_("Establecimiento por establecimiento"), "site:beds-list"),
    Function(_("Puntualidad de los reportes"), "site:beds-punctuality"),
    Function(_("Reportar camas, para establecimientos"), "site:beds-report-choose"),
)
_UGEL = (
    Function(_("Las UGEL, una por una"), "site:ugel-list"),
    Function(_("UGEL focalizadas y su ruta de consenso"), "site:ugel-focalised"),
    Function(_("Acuerdos intersectoriales de las UGEL"), "site:ugel-agreements"),
    Function(_("Versiones del modelo de gestión"), "site:ugel-model"),
    Function(_("Capacitaciones de las DRE y UGEL en estadística"), "site:ugel-trainings"),
)

_CATALOGUES = (
    Function(_("Catálogos de salud"), "site:catalogues"),
    Function(_("Buscar códigos de salud"), "site:catalogue-search"),
    Function(_("Comprobar los códigos de un establecimiento"), "site:catalogue-validate"),
    Function(_("Qué catálogo usa cada establecimiento"), "site:catalogue-adoption"),
    Function(_("Prácticas y protocolos del sector"), "site:health-practices"),
)

_ACCREDITATION = (
    Function(_("Qué IAFAS responden, y dónde"), "site:accreditation"),
    Function(_("Recibos que nadie puede negar"), "site:accreditation-receipts"),
    Function(_("Comprobar un recibo o una cadena"), "site:accreditation-verify"),
)

_SECURITY_POLICY = (
    Function(_("Biblioteca de evidencia sobre seguridad"), "site:security-evidence"),
    Function(_("Boletines y propuestas, y en qué se apoyan"), "site:policy-documents"),
)

_CALENDAR = Function(_("Calendario de publicaciones y su atraso"), "site:publication-calendar")
_SYSTEMS = Function(
    _("Los sistemas sobre trata: versiones, cobertura y demora"), "site:information-systems"
)

_SECURITY = (
    Function(_("Denuncias por distrito, mes y modalidad"), "site:security"),
    Function(_("Comparar denuncias de territorios"), "site:security-comparison"),
    Function(_("Denuncias en un área propia"), "site:security-area"),
)

_STUDIES = Function(_("Repositorio de estudios: buscar, leer y citar"), "site:studies")

_EXTORTION = Function(_("Extorsión en La Libertad, fuente por fuente"), "site:extortion")

_SANITATION = (
    Function(_("Inversiones por región, nivel y año, junto a quién falta"), "site:sanitation"),
    Function(_("Buscar una inversión por su CUI o su nombre"), "site:sanitation-investments"),
    Function(_("Qué cambió entre dos cortes"), "site:sanitation-changes"),
    Function(_("Gobierno por gobierno, con su CSV"), "site:sanitation-governments"),
)

_ENVIRONMENT = (
    Function(_("Qué se midió, y qué dice frente al estándar de agua"), "site:environment"),
    Function(_("Puntos de monitoreo, uno por uno"), "site:environment-points"),
    Function(_("Falta este dato: pedirlo, y lo que se respondió"), "site:environment-missing"),
)

_EXTRACTION = Function(
    _("Quién puede extraer, quién recibió y cómo reparte la ley"), "site:extraction"
)

_FUNCTIONS: dict[int, tuple[Function, ...]] = {
    1: (_FORUMS,),
    2: _ENVIRONMENT,
    3: _COMMISSIONS,
    4: (_EXTRACTION,),
    5: _EIB,
    7: _TITLES,
    6: _UGEL,
    8: (_RESIDENCES,),
    9: (_TRANSIT, _SURVEYS),
    10: (_TRANSIT, _SURVEYS),
    11: _CATALOGUES,
    12: _BEDS,
    13: _ACCREDITATION,
    14: _SANITATION,
    15: (_STUDIES,),
    16: (*_SECURITY, *_SECURITY_POLICY, _CALENDAR),
    17: (_EXTORTION, *_SECURITY_POLICY),
    18: (*_SECURITY_POLICY, _SYSTEMS),
}


def functions_of(number: int) -> tuple[Function, ...]:
    """Those of a commitment; empty where it has none yet."""
    return _FUNCTIONS.get(number, ())
