"""Many files: inputs become targets, targets jobs, jobs lines of a manifest."""
