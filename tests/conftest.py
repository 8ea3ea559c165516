"""Which cases of the long tables run every time: one in so many; all of them under `pytest -m slow`.

The tables below take minutes together.  A case that is left out is marked slow, so that `-m slow` or `-m ""` runs it.
"""

import pytest

ONE_IN = {
    "scalars/test_pairs.py": 4,
    "scalars/test_sides.py": 6,
    "theories/test_limits.py": 4,
    "theories/test_integrals.py": 4,
    "theories/test_probability.py": 4,
    "theories/test_sums.py": 4,
    "theories/test_blocks.py": 3,
    "theories/test_ranks.py": 3,
    "theories/test_matrix_powers.py": 3,
    "theories/test_matrix_properties.py": 3,
    "theories/test_fixed_sizes.py": 3,
    "theories/test_solution_sets.py": 4,
    "theories/test_real_readings.py": 3,
    "theories/test_matrix_cookbook.py": 3,
    "docs/test_docs_examples.py": 3,
    "problems/test_catalogue.py": 4,
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave out cases of the long tables, counted for each test of a module."""
    seen = {}
    for item in items:
        step = next((n for path, n in ONE_IN.items() if item.path.as_posix().endswith(f"tests/{path}")), 1)
        if step == 1 or not hasattr(item, "callspec"):
            continue
        key = (item.path, item.originalname)
        seen[key] = seen.get(key, -1) + 1
        if seen[key] % step:
            item.add_marker(pytest.mark.slow)
