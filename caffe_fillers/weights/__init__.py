"""Saved models as inputs: filled anew, and converted."""
