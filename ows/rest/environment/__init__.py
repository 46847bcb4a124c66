"""Commitment 2: what was measured, the water standard, and who publishes what."""
