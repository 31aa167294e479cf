// The list by keys, what is chosen in it, and news of it. Each page works without it.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const isTyping = (target) => target.matches?.("input[type=checkbox]") ? false : target.closest("input, textarea, select, [contenteditable], dialog[open]");
  const boxes = () => [...document.querySelectorAll(".desk-rows > li > input[name=r]")];

  // What is chosen: kept by the report's number, so that it outlives a list that is read again.
  const picked = new Set();
  const key = (box) => box.value.split(".")[0];
  const tell = () => {
    const all = boxes();
    for (const box of all) box.checked = picked.has(key(box));
    const bar = $("#bulk"), words = $(".desk-picked"), number = all.filter((box) => box.checked).length;
    if (!bar || !words) return;
    bar.classList.toggle("has-picked", number > 0);
    words.textContent = number ? words.dataset.pickedSome.replace("{n}", number) : words.dataset.pickedNone;
    for (const it of bar.querySelectorAll("[data-with-picked]")) it.hidden = !number;
    for (const it of bar.querySelectorAll("[data-with-script]")) it.hidden = false;
    const every = $("#pick-all");
    if (every) [every.checked, every.indeterminate] = [number > 0 && number === all.length, number > 0 && number < all.length];
  };
  let last = null;
  const pick = (box, on, toLast = false) => {
    const all = boxes(), here = all.indexOf(box), from = toLast && last ? all.indexOf(last) : here;
    for (const it of all.slice(Math.min(here, from < 0 ? here : from), Math.max(here, from) + 1)) picked[on ? "add" : "delete"](key(it));
    last = box;
    tell();
  };
  document.addEventListener("click", (event) => {
    if (event.target.matches(".desk-rows > li > input[name=r]")) pick(event.target, event.target.checked, event.shiftKey);
    if (event.target.id === "pick-all") {
      for (const box of boxes()) picked[event.target.checked ? "add" : "delete"](key(box));
      tell();
    }
  });
  const rowBox = () => {
    const row = document.activeElement?.closest?.(".desk-rows > li") ?? $(".desk-row[aria-current]")?.closest("li");
    return row && $("input[name=r]", row);
  };

  // Keys: x chooses, X up to the last one, g and a letter go to a view. They come before the letters of buttons.
  let went = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const form = event.key === "Escape" && $("#filter")?.firstElementChild;
    if (form && form.contains(document.activeElement)) {
      $("#filter").replaceChildren();
      $("#filter-open")?.focus();
      event.stopImmediatePropagation();
    }
    if (isTyping(event.target)) return;
    const done = () => { event.preventDefault(); event.stopImmediatePropagation(); };
    if (went && Date.now() - went < 1500) {
      went = 0;
      const link = document.querySelector(`#views [data-go="${CSS.escape(event.key.toLowerCase())}"]`);
      if (link) { done(); link.click(); return; }
      if (event.key === "l") { done(); ($(".desk-row[aria-current]") ?? $(".desk-row"))?.focus(); return; }
    }
    if (event.key === "g") { went = Date.now(); done(); }
    else if (event.key === "x" || event.key === "X") {
      const box = rowBox();
      if (box) { done(); pick(box, !box.checked, event.key === "X"); }
    } else if (event.key === "Escape") {
      if (picked.size && !$(".report .act-form") && !$("details.menu[open]")) { picked.clear(); tell(); done(); }
    }
  }, true);

  // The filter form stands under its button until one looks elsewhere.
  document.addEventListener("click", (event) => {
    const place = $("#filter");
    if (!place?.firstElementChild || place.contains(event.target)) return;
    if (event.target.closest("#filter-open")) { event.preventDefault(); event.stopImmediatePropagation(); }
    place.replaceChildren();
  }, true);
  document.addEventListener("htmx:after:swap", () => {
    $("#filter-open")?.setAttribute("aria-expanded", String(!!$("#filter")?.firstElementChild));
    tell();
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if ((event.detail?.ctx?.target ?? event.target)?.id === "filter") $("#filter :is(input:not([type=hidden]), select)")?.focus();
  });

  // News: one cheap question while the page is looked at; the list waits until it is asked to change.
  const WAITS = [10, 10, 15, 20, 30].map((seconds) => seconds * 1000), COUNTS_MS = 20_000, LONGEST_MS = 300_000;
  const list = () => $("#list");
  let token = list()?.dataset.pulse, after = "", quiet = 0, failed = 0, timer = 0, counted = Date.now(), asking = false;
  const news = { codes: new Set(), arrived: 0 };
  const show = () => {
    const place = $("#news"), root = list();
    if (!place || !root) return;
    const listed = [...document.querySelectorAll(".desk-row")].some((row) => news.codes.has(row.dataset.code));
    if (!news.arrived && !listed) { place.replaceChildren(); return; }
    const { newsOne, newsMany, newsChanged } = root.dataset;
    const words = news.arrived ? (news.arrived === 1 ? newsOne : newsMany.replace("{n}", news.arrived)) : newsChanged;
    if (place.textContent === words) return;
    const button = document.createElement("button");
    [button.type, button.className, button.textContent] = ["button", "button small", words];
    button.dataset.shows = "";
    place.replaceChildren(button);
  };
  const forget = () => { news.codes.clear(); news.arrived = 0; show(); };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-shows]")) return;
    forget();
    $("#side")?.dispatchEvent(new CustomEvent("desk:changed"));
    ($(".desk-row[aria-current]") ?? $(".desk-row"))?.focus({ preventScroll: true });
  });
  // The open report was changed by somebody else: it says so, and is read again when asked. What one has written is left alone.
  const tellReport = (codes) => {
    const report = $(".report[data-code]"), words = list()?.dataset.newsReport;
    if (!report || !words || !codes.includes(report.dataset.code) || $(".report-news")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: words });
    const place = Object.assign(document.createElement("p"), { className: "report-news" });
    place.setAttribute("role", "status");
    place.append(button);
    report.prepend(place);
    button.addEventListener("click", () => {
      const isWriting = [...document.querySelectorAll("#act textarea, #act input[type=file]")].some((field) => field.value.trim() && field.value !== field.defaultValue);
      const part = isWriting ? { target: ".report-story", select: ".report-story", swap: "outerHTML" } : { target: "#report", swap: "innerHTML" };
      place.remove();
      globalThis.htmx.ajax("GET", location.pathname + location.search, { ...part, push: "false" });
    });
  };
  const recount = () => {
    if (!globalThis.htmx || Date.now() - counted < COUNTS_MS || !$("#views")) return;
    counted = Date.now();
    globalThis.htmx.ajax("GET", $("#side").getAttribute("hx-get"), { target: "#views", swap: "innerMorph", push: "false" });
  };
  const heard = (told) => {
    for (const code of told.codes) news.codes.add(code);
    news.arrived += told.arrived;
    document.dispatchEvent(new CustomEvent("desk:news", { detail: { codes: told.codes } }));
    tellReport(told.codes);
    show();
    recount();
  };
  const ask = async () => {
    clearTimeout(timer);
    if (asking || document.hidden || !list()?.dataset.beat || token === undefined) return;
    asking = true;
    try {
      const query = new URLSearchParams(after ? { token, after } : { token, since: list().dataset.since });
      const answer = await fetch(`${list().dataset.beat}?${query}`, { headers: { Accept: "application/json" } });
      if (answer.status === 401) { token = undefined; return; }
      if (!answer.ok) throw new Error(String(answer.status));
      failed = 0;
      if (answer.status === 204) { after = answer.headers.get("X-After") ?? after; quiet += 1; return; }
      const told = await answer.json();
      token = told.token ?? token;
      after = told.after;
      if (told.codes.length) { quiet = 0; heard(told); } else quiet += 1;
    } catch { failed += 1; } finally {
      asking = false;
      const wait = failed ? Math.min(LONGEST_MS, WAITS[0] * 2 ** failed) : WAITS[Math.min(quiet, WAITS.length - 1)];
      if (token !== undefined) timer = setTimeout(ask, wait * (0.9 + Math.random() * 0.2));
    }
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { quiet = 0; ask(); } });
  document.addEventListener("desk:ask", ask);
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target ?? event.target;
    if (target?.id === "side") { token = list()?.dataset.pulse ?? token; forget(); counted = Date.now(); }
  });

  tell();
  timer = setTimeout(ask, 1500);
})();
