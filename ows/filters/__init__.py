"""The filter languages of the wire; each becomes the tree that ``layers.filters`` compiles."""
