"""Settings for all tests."""

import os

from hypothesis import HealthCheck, settings

# Shared machines are slow at times: a deadline would fail good code.
settings.register_profile("default", deadline=None, max_examples=100)
settings.register_profile(
    "long", deadline=None, max_examples=10_000, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
