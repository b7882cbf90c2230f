"""Enrolled machines, their tokens, pools and labels."""
