"""Receipts of accreditation: signed by the facility, the insurer and this site, and chained.

``docs/recibos-acreditacion.md`` defines every byte, so that nobody needs this code to verify one.
"""
