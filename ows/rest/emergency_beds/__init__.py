"""Emergency beds: what facilities report, and what is asked of it."""
