// The map beside the list: marks of many reports from afar, pins from close by; what the map shows is what the list and the address hold.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const el = document.getElementById("map");
  const says = document.getElementById("map-says");
  const LARGEST = 1000, LAST_ZOOM = 18;
  let map, layer, asked = 0, moved = false;

  const query = (extra) => {
    const wanted = new URLSearchParams(el.dataset.query);
    for (const [name, value] of Object.entries(extra)) value ? wanted.set(name, value) : wanted.delete(name);
    return wanted;
  };
  // The part that is shown, as numbers that lie on Earth however far somebody has turned the map.
  const bbox = () => {
    const box = map.getBounds().pad(0);
    const on = (number, most) => Math.max(-most, Math.min(most, number)).toFixed(5);
    return [on(box.getWest(), 180), on(box.getSouth(), 90), on(box.getEast(), 180), on(box.getNorth(), 90)].join(",");
  };
  const write = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(document.documentElement.lang);

  const mark = (it) => {
    const size = Math.round(30 + 22 * Math.min(1, Math.log10(it.reports + 1) / Math.log10(LARGEST)));
    const shell = document.createElement("div"), number = document.createElement("span");
    shell.className = `cluster${size > 46 ? " large" : ""}`;
    shell.style.setProperty("--share", `${Math.round((100 * it.open) / it.reports)}%`);
    number.textContent = write.format(it.reports);
    shell.append(number);
    const told = el.dataset.sayCluster.replace("{n}", whole.format(it.reports)).replace("{open}", whole.format(it.open));
    const icon = L.divIcon({ html: shell, className: "cluster-box", iconSize: [size, size] });
    return L.marker([it.lat, it.lon], { icon, keyboard: true, title: told, alt: told, riseOnHover: true }).on("click", () => {
      moved = true;
      if (map.getZoom() >= LAST_ZOOM) says.textContent = el.dataset.sayList;
      else map.setView([it.lat, it.lon], Math.min(LAST_ZOOM, map.getZoom() + 2));
    });
  };

  const refresh = async () => {
    const turn = ++asked;
    const wanted = query({ bbox: bbox(), zoom: map.getZoom().toFixed(1) });
    try {
      const answer = await fetch(`${el.dataset.pointsUrl}?${wanted}`);
      if (!answer.ok || turn !== asked) return;
      const found = await answer.json();
      if (turn !== asked) return;
      layer.clearLayers();
      for (const it of found.clusters) mark(it).addTo(layer);
      for (const point of found.points)
        L.marker([point.lat, point.lon], { icon: tanggap.pin(point), keyboard: false, title: point.label }).bindPopup(tanggap.popup(point)).addTo(layer);
      el.parentElement.classList.toggle("close", !found.clusters.length);
      el.classList.toggle("crowded", found.clusters.length > 8);
      says.textContent = found.more ? el.dataset.sayMore : "";
    } catch { says.textContent = ""; }
  };

  // The list, the chips and what can be taken along follow the map.
  const follow = async () => {
    if (!moved) return;
    history.replaceState(null, "", `?${query({ bbox: bbox() })}`);
    const list = document.getElementById("list");
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["list", "active", "take"]) document.getElementById(id).replaceWith(page.getElementById(id));
    } finally { document.getElementById("list").removeAttribute("aria-busy"); }
  };

  // Without a chosen part: the whole city, less its far-off islands (areas much farther from the middle than most).
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
