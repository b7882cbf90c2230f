"""Reads of desks, ways through them, readers' agreement and regrade requests."""
