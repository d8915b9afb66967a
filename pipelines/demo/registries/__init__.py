"""What registries know of the fictional state's places, and what is true of them."""
