"""From scores to the table people read."""
