"""Evidence on security, and the bulletins and policies that stand on it: how they are prepared."""
