"""Pages about what happens in class."""
