"""Fillers that forks added; loaded for nets of other dialects than BVLC's."""
