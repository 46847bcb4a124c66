"""The official languages and their spellings: no theme, what themes refer to."""
