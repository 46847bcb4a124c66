"""What one answer of a service holds, read where it can reach nothing (``layers.sandbox``).

Nothing here asks a server for anything.
"""
