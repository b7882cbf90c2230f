"""Existing autograders, run unchanged beside the student's code."""
