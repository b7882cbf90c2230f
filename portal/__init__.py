"""The portal: facts, rules, pages and APIs."""
