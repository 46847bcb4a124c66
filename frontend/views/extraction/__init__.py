"""The page of public money of extraction."""
