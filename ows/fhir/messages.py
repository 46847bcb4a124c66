"""What answers say of codes, in Spanish, and in English for who asks for it.

The names are those by which HL7's own terminology server knows each message.
"""

from __future__ import annotations

from ows.negotiation import weights

_MESSAGES = {
    "UNKNOWN_CODE_IN_FRAGMENT": (
        "Código «{code}» desconocido en el catálogo «{system}»{of_version}: el catálogo se publica "
        "por partes, y el código puede estar en otra",
        "Unknown Code '{code}' in the CodeSystem '{system}'{of_version} - note that the code "
        "system is labeled as a fragment, so the code may be valid in some other fragment",
    ),
    "Unknown_Code_in_Version": (
        "Código «{code}» desconocido en el catálogo «{system}»{of_version}",
        "Unknown code '{code}' in the CodeSystem '{system}'{of_version}",
    ),
    "None_of_the_provided_codes_are_in_the_value_set_one": (
        "El código «{system}#{code}» no está en el conjunto «{set}»",
        "The provided code '{system}#{code}' was not found in the value set '{set}'",
    ),
    "TX_GENERAL_CC_ERROR_MESSAGE": (
        "Ninguno de los códigos está en el conjunto «{set}»",
        "No valid coding was found for the value set '{set}'",
    ),
    "STATUS_CODE_WARNING_CODE": (
        "El concepto «{code}» es válido, pero está fuera de uso",
        "The concept '{code}' is valid but is not active",
    ),
    "INACTIVE_CONCEPT_FOUND": (
        "El concepto «{code}» tiene el estado {status}: conviene revisar su uso",
        "The concept '{code}' has a status of {status} and its use should be reviewed",
    ),
    "DEPRECATED_CONCEPT_FOUND": (
        "El concepto «{code}» está en desuso: conviene revisar su uso",
        "The concept '{code}' is deprecated and its use should be reviewed",
    ),
    "CONCEPT_DEPRECATED_IN_VALUESET": (
        "El concepto «{code}» del catálogo «{system}» está marcado como en desuso en el conjunto "
        "{set}: conviene revisar su uso",
        "The presence of the concept '{code}' in the system '{system}' in the value set {set} is "
        "marked with a status of deprecated and its use should be reviewed",
    ),
    "CODE_CASE_DIFFERENCE": (
        "El código «{code}» difiere del correcto, «{right}», en mayúsculas o minúsculas. El "
        "catálogo «{system}» no las distingue, pero conviene escribirlo como es",
        "The code '{code}' differs from the correct code '{right}' by case. Although the code "
        "system '{system}' is case insensitive, implementers are strongly encouraged to use the "
        "correct case anyway",
    ),
    "INACTIVE_DISPLAY_FOUND": (
        "«{display}» ya no es una denominación correcta del código «{code}» (estado {status}). La "
        "correcta es {right}.",
        "'{display}' is no longer considered a correct display for code '{code}' (status = "
        "{status}). The correct display is one of {right}.",
    ),
    "Display_Name_for__should_be_one_of__instead_of": (
        "La denominación «{display}» no es la de {system}#{code}. Las que valen: {right}",
        "Wrong Display Name '{display}' for {system}#{code}. Valid display is one of: {right}",
    ),
    "UNKNOWN_CODESYSTEM": (
        "No se encontró el catálogo «{system}»: el código no se puede comprobar",
        "A definition for CodeSystem '{system}' could not be found, so the code cannot be "
        "validated",
    ),
    "UNKNOWN_CODESYSTEM_VERSION": (
        "No se encontró la versión «{version}» del catálogo «{system}»: el código no se puede "
        "comprobar. Versiones que hay: {known}",
        "A definition for CodeSystem '{system}' version '{version}' could not be found, so the "
        "code cannot be validated. Valid versions: {known}",
    ),
    "CODESYSTEM_CS_NO_SUPPLEMENT": (
        "El catálogo {system} es un suplemento: no se puede usar como sistema de un código",
        "CodeSystem {system} is a supplement, so can't be used as a value in Coding.system",
    ),
    "VALUESET_SUPPLEMENT_MISSING": (
        "Falta el suplemento que el conjunto de códigos necesita: {supplement}",
        "Required supplement not found: {supplement}",
    ),
    "Unable_to_resolve_value_Set_": (
        "No se encontró el conjunto de códigos «{set}»",
        "A definition for the value Set '{set}' could not be found",
    ),
    "Coding_has_no_system__cannot_validate": (
        "El código no dice de qué catálogo es: no se puede comprobar",
        "Coding has no system. A code with no system has no defined meaning, and it cannot be "
        "validated. A system should be provided",
    ),
    "MSG_DRAFT": (
        "Se usa {what} en borrador: {canonical}",
        "Reference to draft {kind} {canonical}",
    ),
    "MSG_EXPERIMENTAL": (
        "Se usa {what} de ensayo: {canonical}",
        "Reference to experimental {kind} {canonical}",
    ),
    "MSG_DEPRECATED": (
        "Se usa {what} en desuso: {canonical}",
        "Reference to deprecated {kind} {canonical}",
    ),
    "MSG_WITHDRAWN": (
        "Se usa {what} fuera de vigor: {canonical}",
        "Reference to withdrawn {kind} {canonical}",
    ),
    "ABSTRACT_CODE_NOT_ALLOWED": (
        "El código «{system}#{code}» solo agrupa a otros: aquí no se puede usar",
        "Code '{system}#{code}' is abstract, and not allowed in this context",
    ),
    "fragment": (
        "El catálogo {system} se publica por partes: puede haber más códigos",
        "This extension is based on a fragment of the code system {system}",
    ),
    "of_version": (" versión «{version}»", " version '{version}'"),
    "inactive": ("fuera de uso", "inactive"),
    "and_inactive": ("{status} (fuera de uso)", "{status} and inactive"),
}


class Words:
    """Messages in the language that a request prefers: Spanish, unless it is English."""

    def __init__(self, accept_language: str = "") -> None:
        asked = weights(accept_language)
        best = {"es": 0.0, "en": 0.0}
        for tag, weight in asked.items():
            language = tag.split("-")[0]
            if language in best:
                best[language] = max(best[language], weight)
        self._place = int(best["en"] > best["es"])

    @property
    def language(self) -> str:
        return ("es", "en")[self._place]

    def say(self, name: str, **values: str) -> str:
        """The message; a value stands in it as it is."""
        return _MESSAGES[name][self._place].format(**values)

    def version(self, version: str | None) -> str:
        """That it is of a version, where it is."""
        return self.say("of_version", version=version) if version else ""
