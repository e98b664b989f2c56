"""What forks' layer types do when they are set up; loaded for dialects other than BVLC's."""
