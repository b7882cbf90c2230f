"""Training under a budget, scored by predictions on hidden inputs."""
