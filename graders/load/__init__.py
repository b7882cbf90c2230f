"""Asks a student's server, one request or thousands a second, and keeps the time."""
