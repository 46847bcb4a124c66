"""Evidence on security, and what is made of it: what everybody reads."""
