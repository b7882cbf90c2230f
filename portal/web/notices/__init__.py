"""The page of what a person should know."""
