"""Commitment 7's own pages: one title checked, many checked by file, the key of their answers."""
