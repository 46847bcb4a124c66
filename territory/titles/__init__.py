"""Commitment 7: whether the register of titles has one, asked by its public identifier."""
