"""The API for people's programs, version 1."""
