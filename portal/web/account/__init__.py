"""Pages of a person about themselves."""
