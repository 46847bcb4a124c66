"""Catalogues of health: code systems, value sets and maps, as HL7's FHIR R4 means them.

``loading`` puts them in place, ``library`` finds the versions that a request means (stored ones, or
such as it hands in), ``composing`` reads what a value set chooses, and ``expanding``,
``subsuming`` and ``translating`` answer by statements of SQL.
"""
