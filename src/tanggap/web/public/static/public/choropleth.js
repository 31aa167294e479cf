// The same map to move and to point at: the classes are those of the table, which stands below and holds everything.
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", async () => {
    const el = document.getElementById("map"), still = document.getElementById("still");
    const rows = new Map([...document.querySelectorAll("tr[data-area]")].map((row) => [row.dataset.area, row]));
    if (!el || !globalThis.L) return;
    el.hidden = false;
    still.classList.add("print-only");
    const map = tanggap.map(el), areas = await map.areas;
    if (!areas?.getLayers().length) { map.remove(); el.hidden = true; still.classList.remove("print-only"); return; }
    map.invalidateSize({ animate: false });
    const box = L.latLngBounds([]), middle = map.getCenter();
    const far = areas.getLayers().map((it) => it.getBounds().getCenter().distanceTo(middle)).sort((a, b) => a - b);
    const usual = far[Math.floor(far.length * 0.8)];
    areas.eachLayer((area) => {
      const { code, up } = area.feature.properties, row = rows.get("up" in el.dataset ? up : code), path = area.getElement();
      if (!row) return;
      if (row.dataset.class === "0") path.style.fill = "url(#few)";
      else path.classList.add(`heat-${row.dataset.class}`);
      const [name, value, , cases] = row.cells;
      const told = document.createElement("span");
      told.textContent = `${name.firstElementChild.textContent}: ${value.textContent} (n = ${cases.textContent})`;
      area.bindTooltip(told, { sticky: true });
      area.on("click", () => { location.assign(name.firstElementChild.href); });
      if (area.getBounds().getCenter().distanceTo(middle) <= 1.35 * usual || rows.size < 20) box.extend(area.getBounds());
    });
    if (box.isValid()) map.fitBounds(box, { animate: false, padding: [8, 8] });
  });
})();
