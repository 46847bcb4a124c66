"""Evidence on security, and the policies made of it, in the domain API."""
