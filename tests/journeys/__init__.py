"""The whole path, with the real engine, broker, database and browser."""
