"""Kinds of file: read them; lay them out and pour into the holes."""
