"""Exercises, their immutable versions and overrides."""
