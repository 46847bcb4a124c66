"""Where a page's features are written, a line each."""

LINES = "features.jsonl"
