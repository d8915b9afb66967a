from collections import Counter

from pipelines.demo.registries.registered_places import (
    LISTED_ONE_IN,
    infusing_hospitals,
    listed_addresses,
    own_list,
    true_places,
)
from pipelines.demo.registries.true_places import SITE_OF_KIND
from pipelines.demo.state import DEFAULT_SEED


def test_every_hospital_and_center_is_a_true_place_where_it_was(small):
    state = small.state
    places = state.hospitals + state.centers + state.others
    assert [place.city for place in small.places] == [place.town for place in places]
    for true, place in zip(small.places, places, strict=True):
        assert f"{true.number} {true.street}" == place.street
        if place.kind in SITE_OF_KIND.values():
            assert true.site_of_care == place.kind


def test_hospitals_that_infuse_are_centers_and_no_others(small):
    hospitals = small.state.hospitals
    infusing = infusing_hospitals(hospitals)
    centers = [place for place in small.places if place.kind == "hospital"]
    assert len(centers) == len(infusing)
    assert all(place.open for place in infusing)
    without = [place for place in hospitals if place.without_infusion]
    assert 2 <= len(without) <= 12
    # No county loses its only hospital that infuses.
    counties = Counter(place.county for place in infusing)
    assert all(counties[place.county] for place in without)


def test_the_list_has_one_center_in_eight_of_each_site(small):
    centers = small.state.centers
    listed = own_list(centers, DEFAULT_SEED)
    assert listed == small.state.listed == sorted(set(listed))
    all_sites = Counter(place.kind for place in centers)
    own_sites = Counter(centers[k].kind for k in listed)
    for site, count in all_sites.items():
        assert own_sites[site] == max(1, round(count / LISTED_ONE_IN))
    assert len(listed_addresses(small.places)) == len(listed)


def test_suites_tell_tenants_apart(small):
    tenants = Counter(
        (place.number, place.street, place.unit) for place in small.places if place.unit
    )
    assert sum(count > 1 for count in tenants.values()) <= 10
    assert any(not place.unit for place in small.places if place.kind == "office")


def test_branches_have_the_operator_and_specialty_of_their_main_place(small):
    by_id = {place.truth_id: place for place in small.places}
    branches = [place for place in small.places if place.parent in by_id]
    assert branches
    for place in branches:
        main = by_id[place.parent]
        assert (place.kind, place.taxonomy) == (main.kind, main.taxonomy)


def test_the_same_seed_gives_the_same_places(small):
    state = small.state
    again = true_places(state.hospitals, state.centers, state.others, state.listed, DEFAULT_SEED)
    assert again == small.places
