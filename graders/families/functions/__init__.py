"""Functions that the judge calls and whose results it checks."""
