"""What helps to write an assignment before there is one to check."""
