"""Commitment 5's instruments and rounds: their values checked, answers brought in, samples."""
