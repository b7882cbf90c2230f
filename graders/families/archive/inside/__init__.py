"""What is mounted into an autograder's container."""
