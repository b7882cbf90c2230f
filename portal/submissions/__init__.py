"""What was handed in, the files behind it and the quota it used."""
