/* By which roads one drives from a place to a center. */
"use strict";

(() => {
  let net;

  /** Turn steps into what they lead to, one after the other. */
  function summed(steps) {
    let sum = 0;
    return steps.map((step) => (sum += step));
  }

  /** Read the roads; null where the run knows none. */
  function opened() {
    if (net !== undefined) return net;
    const told = explorer.open("roads");
    if (!told.first) return (net = null);
    const { units } = explorer.open("area");
    const tail = summed(told.tail);
    let lon = 0;
    let lat = 0;
    let at = 0;
    const lines = told.corners.map((count) => Array.from({ length: count }, () => {
      lon += told.steps[at++];
      lat += told.steps[at++];
      return [lat / units, lon / units];
    }));
    return (net = { ...told, tail, head: told.head.map((step, one) => tail[one] + step), lines });
  }

  /** Whether the page knows by which roads one drives. */
  explorer.knowsRoads = () => opened() !== null;

  /** Return the corners of the road to the center of a rank; empty where the drive keeps off the roads known. */
  explorer.roadOf = (site, place, rank, center) => {
    const { first, tail, head, lines, trees } = opened() ?? { first: null };
    let stretch = first ? first[site][place][rank] : -1;
    if (stretch < 0) return [];
    const onward = new Map(summed(trees[center]).map((one) => [tail[one], one]));
    const corners = [];
    while (stretch !== undefined) {
      corners.push(...lines[stretch]);
      stretch = onward.get(head[stretch]);
    }
    return corners;
  };
})();
