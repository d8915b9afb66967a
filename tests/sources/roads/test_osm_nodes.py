"""Looking up the nodes of roads, held against looking at each."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.roads.osm_nodes import rows_of

ids = st.lists(st.integers(0, 30), unique=True, max_size=20)


@given(ids, ids)
def test_wanted_nodes_are_found_in_whatever_order_a_file_has_them(wanted, batch):
    asked, among = np.array(sorted(wanted), dtype=np.int64), np.array(batch, dtype=np.int64)
    index, row = rows_of(asked, among)
    assert asked[index].tolist() == among[row].tolist() == sorted(set(wanted) & set(batch))
