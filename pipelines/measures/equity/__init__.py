"""How unevenly drives are spread, and what other definitions of rural make of them."""
