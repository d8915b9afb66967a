"""How long it takes to read a file of streets, here and elsewhere.

Ours goes all the way to the network that searches run on; the others only read the streets that a car may use,
and pyosmium only passes them through Python and keeps nothing. OSMnx reads no PBF: it is given the same as XML.
Each in a process of its own, in alternating order, with and without the time that imports take. What others
import we load later: 0.3 s of our reading is DuckDB's spatial extension being loaded.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import osmium

ROUNDS = 3
LIMIT_S = 300

PROGRAM = """
import json, time
clock = time.perf_counter()
{imports}
imported = time.perf_counter()
{job}
done = time.perf_counter()
print(json.dumps([done - clock, done - imported, time.process_time()]))
"""

JOBS = {
    "infusion-access, PBF to network": (
        (
            "from pathlib import Path\n"
            "from pipelines.area import Roads\n"
            "from pipelines.roads.build import build_network\n"
            "from pipelines.roads.ways.osm_ways import osm_segments\n"
            "from pipelines.sources.roads.osm_pbf import read_osm_pbf"
        ),
        "build_network(osm_segments(read_osm_pbf([Path({pbf!r})]), Roads()), Roads())",
    ),
    "pyrosm, reading alone": (
        "from pyrosm import OSM",
        "OSM({pbf!r}).get_network('driving')",
    ),
    "OSMnx, reading alone, from XML": (
        "import osmnx",
        "osmnx.graph_from_xml({xml!r}, simplify=False, retain_all=True)",
    ),
    "pyosmium, a pass over the ways": (
        "import osmium",
        (
            "for way in osmium.FileProcessor({pbf!r}).with_locations():\n"
            "    if way.is_way() and 'highway' in way.tags:\n"
            "        [node.location for node in way.nodes]"
        ),
    ),
}
PEERS = frozenset({"pyrosm, reading alone"})
"""Those that are no dependencies of the project."""


def reading_times(pbf: Path, peers: Path | None, folder: Path) -> list[str]:
    """Return a Markdown table of seconds, medians of a few rounds."""
    xml = folder / "streets.osm"
    with osmium.SimpleWriter(str(xml), overwrite=True) as writer:
        for thing in osmium.FileProcessor(str(pbf)):
            writer.add(thing)
    seconds: dict[str, list[list[float]]] = defaultdict(list)
    reasons: dict[str, str] = {}
    for turn in range(ROUNDS):
        for name in list(JOBS)[:: -1 if turn % 2 else 1]:
            found = _run(name, peers, {"pbf": str(pbf), "xml": str(xml)})
            if isinstance(found, str):
                reasons[name] = found
            else:
                seconds[name].append(found)
    rows = [
        f"| {pbf.name} | s, imports included | s, without | CPU s in all | remarks |",
        "|---|---|---|---|---|",
    ]
    for name in JOBS:
        if name in reasons:
            rows.append(f"| {name} | | | | not run: {reasons[name]} |")
        else:
            whole, alone, work = np.median(seconds[name], axis=0)
            rows.append(f"| {name} | {whole:.2f} | {alone:.2f} | {work:.2f} | |")
    return rows


def _run(name: str, peers: Path | None, files: dict[str, str]) -> list[float] | str:
    python: Path | str | None = peers if name in PEERS else sys.executable
    if python is None:
        return "no environment of peers was named"
    imports, job = JOBS[name]
    program = PROGRAM.format(imports=imports, job=job.format(**files))
    try:
        done = subprocess.run(
            [python, "-c", program], capture_output=True, text=True, check=False, timeout=LIMIT_S
        )
    except subprocess.TimeoutExpired:
        return f"not done after {LIMIT_S} s"
    if done.returncode != 0:
        return (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found
