"""Passwords that are quick to hash, as Django's guide to testing advises."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """A hundred rounds instead of a million, which take 0.3 s at each sign-in."""

    iterations = 100
