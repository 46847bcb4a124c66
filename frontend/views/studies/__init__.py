"""Commitment 15: the repository of studies on sanitation, and rural water by region."""
