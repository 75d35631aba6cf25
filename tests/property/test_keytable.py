import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.keytable import KeyTable

POINTS = st.integers(0, 2**32 - 1)
NEAR_THE_END = st.integers(2**32 - 8, 2**32 - 1)


@given(st.sets(POINTS | NEAR_THE_END, max_size=60), st.lists(POINTS | NEAR_THE_END, max_size=30))
def test_what_is_there_is_found_where_it_stands(keys: set[int], others: list[int]) -> None:
    ordered = np.array(sorted(keys), dtype=np.uint32)
    asked = np.array([*sorted(keys), *others], dtype=np.uint32)
    at, known = KeyTable(ordered)(asked)
    assert known.tolist() == [column in keys for column in asked.tolist()]
    assert ordered[at[known]].tolist() == asked[known].tolist()
