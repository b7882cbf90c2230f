"""Code of a class that is alike: advice for staff, never a score."""
