"""Pages where agencies hand in their official files, and publish them."""
