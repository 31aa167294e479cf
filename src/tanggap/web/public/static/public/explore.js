// The map beside the list: counts for each area from afar, pins from close by; what the map shows is what the list and the address hold.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const el = document.getElementById("map");
  const says = document.getElementById("map-says");
  const CLOSE = 14;
  let map, layer, asked = 0, moved = false;

  const query = (extra) => {
    const wanted = new URLSearchParams(location.search);
    for (const name of ["after", "place", "unknown"]) wanted.delete(name);
    for (const [name, value] of Object.entries(extra)) value ? wanted.set(name, value) : wanted.delete(name);
    return wanted;
  };
  const bbox = () => {
    const box = map.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((it) => it.toFixed(5)).join(",");
  };
  // From afar: each area tinted by how many reports it holds, with the number where there is room for it.
  const drawCounts = async (counts) => {
    const areas = await map.areas;
    const held = new Map(counts.map((it) => [it.area, it]));
    const most = Math.max(1, ...counts.map((it) => it.reports));
    let told = 0;
    const write = new Intl.NumberFormat(document.documentElement.lang);
    areas?.eachLayer((area) => {
      const it = held.get(area.feature.properties.code);
      const path = area.getElement();
      for (const name of [...(path?.classList ?? [])]) if (name.startsWith("heat-")) path.classList.remove(name);
      area.unbindTooltip().off("click");
      if (!it) return;
      path?.classList.add(`heat-${Math.max(1, Math.ceil(5 * Math.sqrt(it.reports / most)))}`);
      area.bindTooltip(`${it.name}: ${el.dataset.sayCount.replace("{n}", write.format(it.reports))}`, { sticky: true });
      area.on("click", () => { location.search = query({ area: it.area, bbox: "" }); });
      const box = area.getBounds(), one = map.latLngToLayerPoint(box.getNorthWest()), other = map.latLngToLayerPoint(box.getSouthEast());
      const wide = other.x - one.x, high = other.y - one.y;
      if (wide < 44 || high < 34) return;
      const shell = document.createElement("span"), name = area.feature.properties.name;
      const named = wide > 7 * name.length + 16 && high > 52;
      shell.textContent = named ? `${name} ${write.format(it.reports)}` : write.format(it.reports);
      L.marker(box.getCenter(), { icon: L.divIcon({ html: shell, className: "area-count", iconSize: [wide, 20] }), interactive: false, keyboard: false }).addTo(layer);
      told += 1;
    });
    el.classList.toggle("counted", told > 8);
    return held;
  };

  const refresh = async () => {
    const turn = ++asked;
    const close = map.getZoom() >= CLOSE;
    const wanted = query({ bbox: bbox(), close: close ? "1" : "" });
    try {
      const answer = await fetch(`${el.dataset.pointsUrl}?${wanted}`);
      if (!answer.ok || turn !== asked) return;
      const found = await answer.json();
      if (turn !== asked) return;
      layer.clearLayers();
      await drawCounts(found.counts ?? []);
      for (const point of found.points ?? [])
        L.marker([point.lat, point.lon], { icon: tanggap.pin(point), keyboard: false, title: point.label }).bindPopup(tanggap.popup(point)).addTo(layer);
      el.parentElement.classList.toggle("close", close);
      says.textContent = found.more ? el.dataset.sayMore : "";
    } catch { says.textContent = ""; }
  };

  const follow = async () => {
    if (!moved) return;
    const wanted = query({ bbox: bbox() });
    history.replaceState(null, "", `?${wanted}`);
    const list = document.getElementById("list");
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(location.href);
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        list.replaceWith(page.getElementById("list"));
      }
    } finally { document.getElementById("list").removeAttribute("aria-busy"); }
  };

  // Without a chosen part: the whole city, less its far-off islands (areas more than twice the usual distance from the middle).
  const frame = (areas) => {
    const middle = map.getCenter(), boxes = areas.getLayers().map((it) => it.getBounds());
    const far = boxes.map((box) => box.getCenter().distanceTo(middle));
    const usual = [...far].sort((a, b) => a - b)[Math.floor(far.length * 0.8)];
    const shown = boxes.filter((_, at) => far[at] <= 1.35 * usual);
    if (shown.length) map.fitBounds(shown.reduce((all, box) => all.extend(box), L.latLngBounds(shown[0].getSouthWest(), shown[0].getNorthEast())), { animate: false, padding: [8, 8] });
  };

  document.addEventListener("DOMContentLoaded", () => {
    map = tanggap.map(el);
    layer = L.layerGroup().addTo(map);
    let timer;
    for (const act of ["pointerdown", "wheel", "keydown"]) el.addEventListener(act, () => { moved = true; }, { passive: true });
    map.on("moveend", () => { clearTimeout(timer); timer = setTimeout(() => { refresh(); follow(); }, 250); });
    if (!el.dataset.bbox) map.areas.then((areas) => { if (areas && !moved) frame(areas); });
    refresh();
    moved = false;
  });
})();
