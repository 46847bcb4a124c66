"""Commitment 13: accreditation of insured people, in numbers and receipts and never by person."""
