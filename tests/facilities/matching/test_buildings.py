import numpy as np
import pandas as pd
import pytest

from pipelines.facilities.matching.addresses import address_parts
from pipelines.facilities.matching.buildings import building_numbers


def numbers(*addresses: tuple, precise: bool = False) -> np.ndarray:
    """Return the buildings of (street, city, zip) or (street, city, zip, lat)."""
    frame = pd.DataFrame(
        [(street, city, "DE", code) for street, city, code, *_ in addresses],
        columns=["address_1", "city", "state", "zip"],
    )
    lat = [rest[0] if rest else 39.0 for *_, rest in ((a[:3], a[3:]) for a in addresses)]
    return building_numbers(address_parts(frame).assign(lon=-75.0, lat=lat, precise=precise))


HOME = ("100 N Main St Ste 4", "Dover", "19901")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("100 North Main Street, Suite 9", "DOVER", "19901"), True),
        (("100 Main St", "Dover", "19901"), True),
        (("100 N Main", "Dover", "19901"), True),
        (("100 N Mian St", "Dover", "19901"), False),  # four letters bear no error
        (("100 S Main St", "Dover", "19901"), False),
        (("100 N Main Ave", "Dover", "19901"), False),
        (("102 N Main St", "Dover", "19901"), False),
        (("100 N Main St", "Dovr", "19901"), True),
        (("100 N Main St", "Dover", "19999"), True),
        (("100 N Main St", "Newark", "19999"), False),
        (("100 N Main St", "Newark", "19901"), True),
    ],
)
def test_when_two_addresses_are_one_building(other, same) -> None:
    one, two = numbers(HOME, other)
    assert bool(one == two) is same


def test_streets_of_numbers_are_not_alike() -> None:
    one, two = numbers(("5 11th St", "Dover", "19901"), ("5 12th St", "Dover", "19901"))
    assert one != two


def test_a_misspelt_street() -> None:
    one, two = numbers(
        ("9 Silver Hill Rd", "Dover", "19901"), ("9 Sliver Hill Rd", "Dover", "19901")
    )
    assert one == two


def test_a_blank_direction_joins_no_two_that_differ() -> None:
    north, plain, south = numbers(
        ("100 N Main St", "Dover", "19901"),
        ("100 Main St", "Dover", "19901"),
        ("100 S Main St", "Dover", "19901"),
    )
    assert north != south
    assert plain in (north, south)


def test_what_lies_apart_is_not_one() -> None:
    near = (("1 Oak St", "Dover", "19901", 39.0), ("1 Oak Street", "Dover", "19999", 39.001))
    far = (near[0], ("1 Oak Street", "Dover", "19999", 39.02))
    assert len(set(numbers(*near, precise=True))) == 1
    assert len(set(numbers(*far, precise=True))) == 2
    assert len(set(numbers(*far))) == 1


def test_no_street_is_no_building() -> None:
    assert list(numbers(("PO Box 5", "Dover", "19901"), ("", "Dover", "19901"))) == [-1, -1]
    assert numbers().shape == (0,)


def test_row_order_decides_nothing() -> None:
    rows = [HOME, ("100 Main St", "Dover", "19901"), ("100 S Main St", "Dover", "19901"), HOME]
    forth, back = numbers(*rows), numbers(*rows[::-1])[::-1]
    assert [[a == b for b in forth] for a in forth] == [[a == b for b in back] for a in back]
