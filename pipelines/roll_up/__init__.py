"""Areas that were run one by one, put together to one land: nothing is searched again."""
