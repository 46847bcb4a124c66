"""Pupils' residences of rural schools: what they are derived of, what they need and get."""
