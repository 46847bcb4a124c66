"""The API of commitment 3: the guidelines of environmental commissions."""
