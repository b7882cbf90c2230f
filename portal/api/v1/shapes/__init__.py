"""What is sent and answered, by noun; the schema is made from these."""
