"""What is prepared and published of pupils' residences: what they need, and who gives it."""
