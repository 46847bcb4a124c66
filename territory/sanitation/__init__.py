"""The rules of commitment 14: each investment once, what became of it, what is invested where."""
