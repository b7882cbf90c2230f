"""Pages for staff about code that is alike."""
