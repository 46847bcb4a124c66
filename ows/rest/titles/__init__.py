"""Titles of institutes: whether the register has one, or many."""
