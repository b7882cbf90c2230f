"""How a class does, and what needs its staff: reads only, nothing of its own."""
