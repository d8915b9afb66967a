"""The page on what infusion is, and what the field says of it."""
