from hypothesis import settings

# Kernels are compiled during the first example, which says nothing about the examples after it.
settings.register_profile("routing", deadline=None, max_examples=60)
settings.load_profile("routing")
