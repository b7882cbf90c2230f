"""A notebook that is run top to bottom and whose functions are then checked."""
