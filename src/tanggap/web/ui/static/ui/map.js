// Maps: a <div class="map" data-map …> becomes one. What stands on it stands in a list beside it, too.
//   data-lon data-lat data-zoom   the middle         data-bbox="w,s,e,n"   shown whole instead
//   data-areas   address of the areas' outlines      data-tiles data-attribution   the pack's background, if it has one
//   data-points  JSON list of {lon, lat, label, family, icon, href}: pins     data-mode="pick"   a fixed pin in the middle
(() => {
  "use strict";
  const maps = new WeakMap();
  let outlines;

  const label = (text, css) => {
    const shell = document.createElement("span");
    shell.className = css;
    shell.textContent = text;
    return shell;
  };

  // A pin: the state's colour and icon, so that colour is never alone.
  const pin = (point) => {
    const shell = document.createElement("span");
    shell.className = `pin ${point.family || ""}`;
    shell.append(tanggap.icon(point.icon || (point.family ? `state-${point.family}` : "pin")));
    return L.divIcon({ html: shell, className: "pin-box", iconSize: [28, 28], iconAnchor: [14, 14], popupAnchor: [0, -12] });
  };

  const popup = (point) => {
    const box = document.createElement("div");
    box.className = "popup";
    const title = document.createElement(point.href ? "a" : "strong");
    if (point.href) title.href = point.href;
    title.textContent = point.label;
    box.append(title);
    for (const line of point.lines || []) box.append(label(line, "sub"));
    return box;
  };

  const drawAreas = async (map, el) => {
    outlines ??= fetch(el.dataset.areas).then((answer) => (answer.ok ? answer.json() : { areas: [], labels: [] })).catch(() => ({ areas: [], labels: [] }));
    const { areas, labels } = await outlines;
    const layer = L.geoJSON(areas.map((area) => ({ type: "Feature", properties: { code: area.code, name: area.name, up: area.up }, geometry: area.shape })), {
      interactive: "interactive" in el.dataset, style: (feature) => ({ className: `area${feature.properties.code === el.dataset.area ? " mine" : ""}`, weight: 1 }),
    }).addTo(map);
    // Names of the level that suits the zoom, the largest areas first, none over another.
    const names = L.layerGroup().addTo(map);
    const depths = [...new Set(labels.map((it) => it.depth))].sort();
    const choose = () => {
      names.clearLayers();
      const zoom = map.getZoom(), taken = [], view = map.getBounds().pad(0.2);
      const wanted = depths[Math.min(depths.length - 1, zoom >= 13.5 ? 2 : zoom >= 11.5 ? 1 : 0)];
      for (const it of labels) {
        if (it.depth !== wanted || !view.contains([it.lat, it.lon])) continue;
        const { x, y } = map.latLngToLayerPoint([it.lat, it.lon]), half = 3.4 * it.name.length;
        if (taken.some((other) => Math.abs(other.y - y) < 17 && Math.abs(other.x - x) < half + other.half)) continue;
        taken.push({ x, y, half });
        const icon = L.divIcon({ html: label(it.name, ""), className: "area-name", iconSize: [160, 16] });
        names.addLayer(L.marker([it.lat, it.lon], { interactive: false, keyboard: false, icon, zIndexOffset: -10000 }));
      }
    };
    map.on("moveend", choose);
    choose();
    return layer;
  };

  const build = (el) => {
    if (maps.has(el)) return maps.get(el);
    const data = el.dataset;
    const map = L.map(el, {
      center: [Number(data.lat), Number(data.lon)], zoom: Number(data.zoom || 12), zoomSnap: 0.5, minZoom: 8, maxZoom: 18, attributionControl: false,
      zoomControl: false, scrollWheelZoom: data.wheel === "yes", fadeAnimation: false,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    L.control.zoom({ zoomInTitle: data.closer || "+", zoomOutTitle: data.farther || "−" }).addTo(map);
    if (data.attribution) L.control.attribution({ prefix: false }).addAttribution(data.attribution).addTo(map);
    if (data.tiles) L.tileLayer(data.tiles, { maxZoom: 19, detectRetina: true, referrerPolicy: "origin" }).once("tileload", () => el.classList.add("has-tiles")).addTo(map);
    map.areas = data.areas ? drawAreas(map, el) : Promise.resolve(null);
    if (data.bbox) {
      const [west, south, east, north] = data.bbox.split(",").map(Number);
      map.fitBounds([[south, west], [north, east]], { animate: false });
    }
    const points = JSON.parse(data.points || "[]");
    for (const point of points) {
      const marker = L.marker([point.lat, point.lon], { icon: pin(point), keyboard: false, title: point.label }).addTo(map);
      if (point.label) marker.bindPopup(popup(point));
    }
    if (points.length > 1) map.fitBounds(points.map((it) => [it.lat, it.lon]), { padding: [40, 40], maxZoom: 17, animate: false });
    if (data.mode === "pick") el.append(label("", "aim"));
    maps.set(el, map);
    el.dispatchEvent(new CustomEvent("map:ready", { bubbles: true, detail: { map } }));
    return map;
  };

  globalThis.tanggap = Object.assign(globalThis.tanggap ?? {}, { map: build, pin, popup });
  const all = () => { for (const el of document.querySelectorAll("[data-map]:not([data-later])")) build(el); };
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:after:swap", all);
})();
