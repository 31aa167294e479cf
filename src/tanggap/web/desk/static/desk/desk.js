// The desk with keys: the list by j and k, forms that open and close in place, a map that picks a place. Each page works without it.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const rows = () => [...document.querySelectorAll(".desk-row")];
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

  // Which row is open: by the report that the pane shows.
  const mark = () => {
    const open = $(".report")?.dataset.code;
    for (const row of rows()) {
      if (open && row.dataset.code === open) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  };

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row === document.activeElement);
    const from = here >= 0 ? here : all.findIndex((row) => row.hasAttribute("aria-current"));
    const next = all[Math.min(all.length - 1, Math.max(0, from < 0 ? 0 : from + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const closeForm = () => {
    const form = $("#act");
    if (!form?.firstElementChild) return false;
    const slug = $(".act-form", form)?.getAttribute("action")?.split("?")[0];
    form.replaceChildren();
    (slug && $(`.act[href^="${CSS.escape(slug)}"]`) || $(".report h2"))?.focus();
    return true;
  };
  const isWritten = () => [...document.querySelectorAll("#act textarea")].some((field) => field.value.trim() && !field.defaultValue.trim());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !document.querySelector("dialog[open], details.menu[open]") && !isWritten() && closeForm()) return;
    if (isTyping(event.target)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-cancel]") || !$("#act")) return;
    event.preventDefault();
    closeForm();
  });

  // A report arrived in its pane: name the page after it, read it from the top, begin at its title.
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target ?? event.target;
    mark();
    if (target?.id !== "report") return;
    const report = $(".report", target);
    if (report?.dataset.title) document.title = `${report.dataset.title} · Tanggap`;
    if (target.querySelector("[data-focus]")) return;
    target.scrollTop = 0;
    if (getComputedStyle($(".desk")).gridTemplateColumns.split(" ").length < 2) scrollTo(0, 0);
    $("h2", target)?.focus({ preventScroll: true });
  });

  // Something was done, or somebody else did something: views, counts and list are read again. A page of older rows arrived: go on from the first of them.
  document.addEventListener("htmx:finally:request", (event) => {
    const ctx = event.detail?.ctx;
    if (ctx?.request?.method === "POST" && (ctx.response?.raw?.redirected || ctx.response?.status === 409)) $("#side")?.dispatchEvent(new CustomEvent("desk:changed"));
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const target = event.detail?.ctx?.target;
    if (target?.id !== "more") return;
    const last = target.previousElementSibling;
    document.addEventListener("htmx:after:swap", () => $(".desk-row", last?.nextElementSibling ?? document)?.focus(), { once: true });
  });

  // What was chosen of a search stays chosen, although an answer that was still under way does not offer it.
  document.addEventListener("htmx:before:swap", (event) => {
    const target = event.detail?.ctx?.target;
    const chosen = target?.matches(".choices") && target.querySelector("input:checked")?.closest("label");
    if (chosen) document.addEventListener("htmx:after:swap", () => { if (!chosen.isConnected) target.prepend(chosen); }, { once: true });
  });

  // A map under a fixed pin: where it stops is a place to choose. A place chosen by name moves the map, and stays chosen.
  const maps = new WeakMap();
  document.addEventListener("map:ready", (event) => {
    const form = event.target.closest("form");
    const place = form?.querySelector("[data-picked]");
    if (!place || event.target.dataset.mode !== "pick") return;
    const { map } = event.detail;
    maps.set(form, map);
    map.on("moveend", () => {
      if (map.isLed) { map.isLed = false; return; }
      const { lat, lng } = map.getCenter();
      place.hidden = false;
      const radio = place.querySelector("input");
      radio.value = `@${lng.toFixed(6)},${lat.toFixed(6)}`;
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
      place.querySelector("[data-coordinates]").textContent = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
    });
  });
  document.addEventListener("change", (event) => {
    const map = event.target.matches("input[name=place][data-lon]") && maps.get(event.target.form);
    if (!map) return;
    map.isLed = true;
    map.setView([Number(event.target.dataset.lat), Number(event.target.dataset.lon)], 15, { animate: false });
  });

  // A suggestion is taken by a press: it fills the field that it names.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sets]");
    const field = button && document.querySelector(`[name="${CSS.escape(button.dataset.sets)}"]`);
    if (!field) return;
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  const tidy = () => { for (const it of document.querySelectorAll("[data-without-script]")) it.hidden = true; };
  document.addEventListener("htmx:after:swap", tidy);
  tidy();
  mark();
  $(".desk-row[aria-current]")?.scrollIntoView({ block: "nearest" });
})();
