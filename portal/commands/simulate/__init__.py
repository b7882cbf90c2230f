"""A made-up class that plays a whole term through the real services."""
