from pipelines.demo.land import plan
from pipelines.demo.state import SVI
from pipelines.sources.people.svi import read_svi
from pipelines.vocabulary.equity import VULNERABILITY
from tests.demo.conftest import written
from tests.sources.samples import PLAIN


def test_every_county_has_a_rank_among_all(small):
    reading = read_svi([written(small, SVI)], PLAIN)
    assert reading.rejected.empty
    assert reading.table["county_fips"].nunique() == len(plan.COUNTIES)
    for name in VULNERABILITY:
        assert reading.table[name].min() == 0
        assert 0.9 < reading.table[name].max() <= 1
