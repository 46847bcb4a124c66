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

# What a name says of water supply and sewerage. "Saneamiento" also means putting titles,
# borders or accounts in order, and a drain for rain or irrigation is no sewer.
_WORDS = re.compile(
    r"\bagua potable|\bagua para (?:el )?consumo|\bagua y (?:desague|alcantarillad)"
    r"|\balcantarill?ado(?! pluvial)"
    r"|\bdesagues?(?! (?:pluvial|de riego|agricola|de aguas de lluvia))"
    r"|\bsaneamiento(?! (?:y titulacion|(?:fisico|tecnico|juridico|contable|predial|legal)"
    r"|de (?:la propiedad|limites|predios|terrenos?|inmuebles)))"
    r"|\bletrinas?\b|\bexcretas?\b|\baguas? (?:residual|servida)|\bunidades basicas de saneamiento"
)


def choose(functions: pd.Series, names: pd.Series, *, has_functions: bool) -> pd.Series:
    """How each row is known to be sanitation ("" where it isn't), by both columns' text.

    A file without any function is chosen from by name; where it ``has_functions``, they decide.
    """
    chosen = pd.Series("", index=names.index, dtype=object)
    if has_functions:
        function = functions.map({text: fold(text) for text in functions.unique()})
        chosen[function == FUNCTION] = SelectedBy.FUNCTION.value
        names = names[function == FUNCTION_BEFORE_2009]
    by_name = names.map(lambda name: _WORDS.search(fold(mend(name))) is not None)
    chosen[names.index[by_name.astype(bool)]] = SelectedBy.NAME.value
    return chosen
