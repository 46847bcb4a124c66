"""From clean rows to the database: staged, swapped in one transaction, versions bumped."""
