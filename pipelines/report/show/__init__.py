"""One place or one center in plain words: `infusion-access show`."""
