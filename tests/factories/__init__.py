"""Makes things for tests: people, courses, assignments, folders on disk."""
