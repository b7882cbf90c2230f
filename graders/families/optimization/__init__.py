"""Smaller, faster, as good: a model file, executed by a trusted engine."""
