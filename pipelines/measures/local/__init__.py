"""Counties and states one by one: their figures, ranks, and the centers that their people are nearest to."""
