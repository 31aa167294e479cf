// Small conveniences for every page. Each page works without this file.
(() => {
  "use strict";
  const toast = (text) => {
    const place = document.getElementById("toast");
    if (!place || !text) return;
    place.textContent = text;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => { place.textContent = ""; }, 6000);
  };
  const icon = (name, css = "") => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", `icon ${css}`.trim());
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${document.documentElement.dataset.sprite}#${name}`);
    svg.append(use);
    return svg;
  };
  globalThis.tanggap = Object.assign(globalThis.tanggap ?? {}, { toast, icon });

  // A form is sent once, however often its button is pressed. The server holds the same rule by the form's key.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.action.endsWith("/keluar/")) { // the field app's list and photos go with their reader; what is not sent yet stays (field/store.js)
      globalThis.indexedDB?.deleteDatabase("tanggap-field-day");
      globalThis.caches?.delete("tanggap-field-photos");
    }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  const free = (root) => {
    for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of root.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", () => free(document));
  document.addEventListener("htmx:finally:request", () => free(document));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-print], [data-copy], [data-opens], [data-closes]");
    if (!button) return;
    if ("print" in button.dataset) print();
    if ("copy" in button.dataset) {
      event.preventDefault();
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        toast(button.dataset.copied);
      } catch { toast(button.dataset.copy); }
    }
    if ("opens" in button.dataset) document.getElementById(button.dataset.opens)?.showModal();
    if ("closes" in button.dataset) button.closest("dialog")?.close();
  });

  // Open menus close when one clicks or tabs elsewhere, or presses Escape.
  const shut = (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (event.key === "Escape" || !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", shut);
  document.addEventListener("focusin", shut);

  // Filters take effect when chosen; without this there is the form's button.
  document.addEventListener("change", (event) => event.target.closest("form[data-auto]")?.requestSubmit());

  // Keys: an element with data-key="x" is clicked or focused by x, when nobody is typing.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    const wanted = [...document.querySelectorAll("[data-key]")].find((it) => it.dataset.key === event.key && it.getClientRects().length);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input, textarea, select")) wanted.focus(); else wanted.click();
  });

  // What went wrong is read first. Later only what has just come is read, and only if somebody asked for it: a search while one types,
  // or a look every few seconds, takes nobody away from where they write.
  const look = (root) => (root.matches("[data-focus]") ? root : root.querySelector("[data-focus]"))?.focus();
  let come = [];
  look(document.documentElement);
  document.addEventListener("htmx:after:settle", (event) => come.push(...event.detail.newContent.filter((it) => it instanceof Element)));
  document.addEventListener("htmx:after:swap", (event) => {
    const isAsked = !["load", "every"].includes(event.detail.ctx.sourceEvent?.type) || document.activeElement === document.body;
    for (const root of come.splice(0)) if (isAsked) look(root);
  });
  for (const failure of ["htmx:error", "htmx:response:error"]) document.addEventListener(failure, (event) => {
    if (event.detail?.error?.name === "AbortError") return; // a later request took its place
    const status = event.detail?.ctx?.response?.raw?.status ?? event.detail?.ctx?.response?.status ?? 0;
    if (status < 400 || status >= 500) toast(document.getElementById("toast")?.dataset.failed);
  });
})();
