"""Which of Invierte.pe's investments are in sanitation."""

from __future__ import annotations

import re

import pandas as pd

from layers.reading.text import mend
from territory.models.sanitation import SanitationProject
from territory.names import fold

SelectedBy = SanitationProject.SelectedBy

FUNCTION = "saneamiento"
# The classification until 2008 had one function for both: there the name decides.
FUNCTION_BEFORE_2009 = "salud y saneamiento"

# What a name says of water supply and sewerage: drinking water, sewers, treatment of waste water
# and disposal of excreta, which are the services of the sector (D.L. 1280, art. 2). "Saneamiento"
# also means putting titles, borders or accounts in order, and rain water is another sector's
# (D.L. 1356), as irrigation is.
_WORDS = re.compile(
    r"\bagua potable|\bagua para (?:el )?consumo|\bagua y (?:desague|alcantarillad)"
    r"|\balcant\w{0,6}ll?ado(?! pluvial)"
    r"|\bdesagues?(?! (?:pluvial|de riego|agricola|de aguas de lluvia))"
    r"|\bsaneamiento(?! (?:y titulacion|(?:fisico|tecnico|juridico|contable|predial|legal)"
    r"|de (?:la propiedad|limites|predios|terrenos?|inmuebles)))"
    r"|\bletrin(?:as?|izacion)\b|\bexcretas?\b|\baguas? (?:residual|servida)"
    r"|\b(?:ptar|ptap)s?\b|\bubs\b|\bunidad(?:es)? basicas? de saneamiento"
    r"|\blagunas? de (?:oxidacion|estabilizacion)|\btanques? imhoff\b|\bbiodigestor"
    r"|\bagua clorada|\bcloracion del? agua|\bpotabilizador"
)
# What is drinking water's or a sewer's unless the name says whose else it is.
_WATERWORKS = re.compile(
    r"\bred(?:es)? (?:\w+ )?(?:de distribucion )?de agua\b|\bsistemas? de agua\b"
    r"|\babastecimiento de agua\b|\bservicios? de agua\b|\bmedidor(?:es)? de agua\b"
    r"|\bcaptacion(?:es)?\b(?! de (?:datos|recursos|clientes|fondos|imagen|sangre|energia|senal))"
    r"|\bgalerias? filtrantes?\b"
    r"|\blineas? de (?:conduccion|aduccion|impulsion)\b|\btratamiento de aguas?\b"
    r"|\bcolector(?:es)?\b|\bemisor(?:es)?\b"
)
_OTHERS = re.compile(
    r"riego|irriga|regadi|regante|\bcanal(?:es)?\b|bocatoma|agricol|agropecu|pecuari|ganader"
    r"|abrevader|piscicol|acuicol|pesque|productores|usuarios de(?:l)? agua|\bagua estero"
    r"|pluvial|lluvia|\bdren(?:es|aje)?\b|inundacion|encauz|ribere|enrocado|proteccion de"
    r"|\brepresas?\b|\bpresas?\b|cosecha de agua|q[uo]*ocha|hidroelec|electri|solar|minera"
    r"|contra incendio|calentador|data center|cochinilla|comision(?:es)? de|universi"
    r"|facultad|residuos solidos|termal|\bimpuesto|\brentas\b"
)


def is_sanitation(name: str) -> bool:
    """Whether an investment's name says that it is in sanitation."""
    text = fold(mend(name))
    if _WORDS.search(text):
        return True
    return bool(_WATERWORKS.search(text)) and not _OTHERS.search(text)


class Choosing:
    """The sieve of a file's rows: it lets through all that ``choose`` may take, and counts them.

    ``has_functions``: whether any row has had a function so far.
    """

    columns: tuple[str, ...] = ("funcion", "nombre_inversion")

    def __init__(self) -> None:
        self.number_of_rows = 0
        self.has_functions = False
        self._folded: dict[str, str] = {"": ""}

    def __call__(self, *texts: str) -> bool:
        """Whether the row may be in sanitation; without any function yet, by its name."""
        function, name = texts
        self.number_of_rows += 1
        folded = self._folded.get(function)
        if folded is None:
            folded = self._folded[function] = fold(function)
        if function.strip():
            self.has_functions = True
        elif self.has_functions:
            return False
        if folded == FUNCTION:
            return True
        return (not folded or folded == FUNCTION_BEFORE_2009) and is_sanitation(name)


def choose(functions: pd.Series, names: pd.Series, *, has_functions: bool) -> pd.Series:
    """How each row is known to be sanitation ("" where it isn't), by both columns' text.

    A file without any function is chosen from by name; where it ``has_functions``, they decide.
    """
    chosen = pd.Series("", index=names.index, dtype=object)
    if has_functions:
        function = functions.map({text: fold(text) for text in functions.unique()})
        chosen[function == FUNCTION] = SelectedBy.FUNCTION.value
        names = names[function == FUNCTION_BEFORE_2009]
    by_name = names.map(is_sanitation)
    chosen[names.index[by_name.astype(bool)]] = SelectedBy.NAME.value
    return chosen
