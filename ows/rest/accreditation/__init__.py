"""Accreditation of insured people: signed receipts, their chain and the keys that verify them."""
