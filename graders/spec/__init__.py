"""Read course.toml and assignment.toml; errors name file, key and what is allowed."""
