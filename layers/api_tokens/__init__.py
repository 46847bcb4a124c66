"""Keys of programs and facilities of accounts: who may make, see and end them, administration."""
