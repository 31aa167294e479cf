// The case: one photo over the other, a strip that changes them, the camera's tiles. The page works without this file.
(() => {
  "use strict";
  const FLICKER = 700; // milliseconds a picture: slow enough for everybody, quick enough for the eye
  const KEPT = "tanggap.compare";
  let beat = 0;

  const setMode = (box, mode) => {
    const stage = box.querySelector("[data-stage]");
    clearInterval(beat);
    document.getElementById("drawing")?.replaceChildren();
    stage.dataset.mode = mode;
    box.querySelector(".slider").hidden = mode !== "slide";
    for (const button of box.querySelectorAll("button[data-mode]")) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    if (mode === "flicker") beat = setInterval(() => { stage.dataset.showing = stage.dataset.showing === "after" ? "before" : "after"; }, FLICKER);
    try { localStorage.setItem(KEPT, mode); } catch { /* a private window: it forgets */ }
  };

  const kept = () => {
    try { return localStorage.getItem(KEPT); } catch { return null; }
  };

  const startCompare = (box) => {
    const tools = box.querySelector(".compare-tools");
    if (!tools || box.dataset.ready) return;
    box.dataset.ready = "yes";
    tools.hidden = false;
    const mode = kept();
    setMode(box, ["slide", "pair", "flicker"].includes(mode) && mode !== "flicker" ? mode : "slide");
  };

  // Puts another photo on one side; false where that side has none, so that the link opens by itself.
  const show = (side, address, caption) => {
    const figure = document.querySelector(`[data-compare] [data-side="${side}"]`);
    if (!figure) return false;
    figure.querySelector("a").href = figure.querySelector("img").src = address;
    figure.querySelector("img").alt = figure.querySelector("figcaption").textContent = caption;
    for (const link of document.querySelectorAll(`a[data-shot="${side}"]`)) {
      if (link.href === figure.querySelector("a").href) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
    return true;
  };

  const startForm = (form) => {
    form.noValidate = true; // the server's own words appear in place, and nothing that was filled in is lost
  };

  const start = (root) => {
    for (const box of root.querySelectorAll("[data-compare]")) startCompare(box);
    for (const form of root.querySelectorAll("#verdict")) startForm(form);
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-slider]")) return;
    event.target.closest("[data-stage]").style.setProperty("--at", String(event.target.value / 100));
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-mode]");
    if (button) {
      const isOn = button.getAttribute("aria-pressed") === "true";
      setMode(button.closest("[data-compare]"), isOn && button.dataset.mode === "flicker" ? "slide" : button.dataset.mode);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const shot = event.target.closest("a[data-shot]");
    if (shot && show(shot.dataset.shot, shot.href, shot.dataset.caption)) event.preventDefault();
    const pair = event.target.closest("a[data-against]");
    const box = document.querySelector("[data-compare]");
    if (pair && box && show("before", pair.href, pair.dataset.caption) && show("after", pair.dataset.against, pair.dataset.captionAfter)) {
      event.preventDefault();
      setMode(box, "slide");
      box.querySelector("[data-slider]").focus();
    }
  });

  // Enter on a tick box must not close a report: only the buttons send.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".point input")) event.preventDefault();
    // The slider is a field, in which letters would be typed; here they are keys all the same.
    if (event.key === "f" && event.target.matches("[data-slider]")) document.querySelector("[data-mode=flicker][data-key]")?.click();
  });

  // A photo that was taken is shown in its tile.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-shoot]")) return;
    const tile = event.target.closest(".tile");
    const face = tile.querySelector(".tile-face");
    const old = face.querySelector("img");
    if (old) { URL.revokeObjectURL(old.src); old.remove(); }
    const file = event.target.files[0];
    const words = face.querySelector("span");
    words.dataset.empty ??= words.textContent;
    words.textContent = file ? event.target.dataset.again : words.dataset.empty;
    tile.classList.toggle("taken", Boolean(file));
    if (!file) return;
    const image = new Image();
    image.alt = "";
    image.src = URL.createObjectURL(file);
    face.prepend(image);
  });

  // Two pictures with their matching points take the place of the photos, until a way of comparing is chosen again.
  const shown = () => {
    const figure = document.querySelector("#drawing > .drawing:not([data-ready])");
    if (!figure) return;
    figure.dataset.ready = "yes";
    clearInterval(beat);
    figure.focus({ preventScroll: true });
    figure.scrollIntoView({ block: "nearest" });
  };

  // Where each photo was taken: a circle as wide as the place is uncertain. The list beside the map says the same.
  document.addEventListener("map:ready", (event) => {
    const { map } = event.detail;
    const circles = JSON.parse(event.target.dataset.circles || "[]");
    const drawn = circles.map((it) => L.circle([it.lat, it.lon], { radius: it.radius, className: `uncertain ${it.family}`, interactive: false }).addTo(map));
    map.areas.then(() => drawn.forEach((it) => it.bringToFront()));
    if (drawn.length) map.fitBounds(L.featureGroup([...drawn, L.marker([event.target.dataset.lat, event.target.dataset.lon])]).getBounds(), { padding: [40, 40], maxZoom: 17, animate: false });
  });

  start(document);
  document.addEventListener("htmx:after:swap", () => { start(document); shown(); });
})();
