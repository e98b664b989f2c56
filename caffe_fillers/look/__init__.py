"""Looking at nets and weights: summaries, statistics, pictures, signals."""
