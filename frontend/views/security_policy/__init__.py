"""Evidence on security, and the policies that are made of it."""
