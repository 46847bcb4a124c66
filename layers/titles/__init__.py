"""Commitment 7: titles checked by whoever asks, one by one or by file, within bounds."""
