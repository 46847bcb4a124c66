"""Commitment 12: what is known of emergency beds now, out of what was reported of them."""
