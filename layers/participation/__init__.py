"""How people take part: the layers of it, and the doors by which it changes."""
