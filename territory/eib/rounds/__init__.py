"""The chain from training to families, per network of schools: instruments, rounds, counts."""
