"""Pages of those who hand in."""
