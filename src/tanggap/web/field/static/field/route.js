// In which order to visit places: the same sums as places/route.py, for when the place changes and there is no line.
(() => {
  "use strict";
  const METRES_A_MINUTE = 300, MINUTES_A_VISIT = 15, WEIGHT_OF_DELAY = 0.2, MOST_ROUNDS = 6, METRES_A_DEGREE = 111_195;

  const metres = (lon, lat, otherLon, otherLat) =>
    Math.hypot((otherLon - lon) * Math.cos(((lat + otherLat) / 2) * (Math.PI / 180)), otherLat - lat) * METRES_A_DEGREE;

  // start: [lon, lat]; stops: [{lon, lat, due}] with due in minutes from now. Returns their positions in visiting order.
  const order = (start, stops) => {
    const points = [start, ...stops.map((it) => [it.lon, it.lat])];
    const way = points.map((one) => points.map((other) => metres(...one, ...other) / METRES_A_MINUTE));
    let left = stops.map((_, number) => number + 1), here = 0, spent = 0, route = [];
    const draw = (one) => way[here][one] + WEIGHT_OF_DELAY * Math.min(0, stops[one - 1].due - spent);
    while (left.length) {
      here = left.reduce((best, one) => (draw(one) < draw(best) ? one : best));
      spent += MINUTES_A_VISIT;
      left = left.filter((one) => one !== here);
      route.push(here);
    }
    const cost = (stretch) => {
      let at = 0, gone = 0, delay = 0, from = 0;
      for (const to of stretch) {
        gone += way[from][to];
        at += way[from][to];
        delay += Math.max(0, at - stops[to - 1].due);
        at += MINUTES_A_VISIT;
        from = to;
      }
      return gone + WEIGHT_OF_DELAY * delay;
    };
    let least = cost(route);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = least;
      for (let first = 0; first < route.length - 1; first++) for (let last = first + 1; last < route.length; last++) {
        const turned = [...route.slice(0, first), ...route.slice(first, last + 1).reverse(), ...route.slice(last + 1)], costs = cost(turned);
        if (costs < least - 1e-9) { route = turned; least = costs; }
      }
      if (least === before) break;
    }
    return route.map((number) => number - 1);
  };
  Object.assign(globalThis.tanggapField, { metres, order });
})();
