"""Runs one stage of a job where it can do no harm."""
