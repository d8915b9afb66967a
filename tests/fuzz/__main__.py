"""Look for files that break a reader: `python -m tests.fuzz MINUTES [PART OF A SUBJECT'S NAME]`.

Each pass draws other damages; it ends with the time, or with the first pass that found something, whose
smallest example is printed: mend the reader and add the example to `FOUND` in tests/fuzz/test_fuzz.py.
"""

import argparse
import os
import random
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXAMPLES_A_PASS = 25


def main() -> int:
    """Return 0 if nothing was found in the time."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("minutes", type=float)
    parser.add_argument("part", nargs="?", default="")
    options = parser.parse_args()
    os.environ["FUZZ_EXAMPLES"] = str(EXAMPLES_A_PASS)
    os.environ["HYPOTHESIS_PROFILE"] = "explore"
    end = time.monotonic() + 60 * options.minutes
    passes = 0
    while time.monotonic() < end:
        seed = random.SystemRandom().randrange(2**32)
        chosen = ["-k", f"damaged and {options.part}" if options.part else "damaged"]
        code = pytest.main(
            [str(HERE), *chosen, "-p", "no:cacheprovider", f"--hypothesis-seed={seed}"]
        )
        if code:
            return int(code)
        passes += 1
        print(f"pass {passes}, seed {seed}: nothing found", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
