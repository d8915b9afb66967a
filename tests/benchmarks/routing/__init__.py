"""How long the same routing jobs take here and in other libraries; see `__main__`."""
