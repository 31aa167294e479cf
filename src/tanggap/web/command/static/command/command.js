// A screen that renews itself and may hang for weeks: one question at a time, nothing kept from answer to answer, old numbers say that they are.
// It works without this file: then one loads the page again.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const screen = $("#screen");
  if (!screen) return;
  const ASK_MS = 15000, MINE_MS = 60000, OLD_MS = 90000, MOST_WAIT_MS = 60000, LATE_MS = 20000, LOADED_AGAIN_MS = 24 * 3600 * 1000;
  const data = screen.dataset;
  const isHung = data.token === undefined; // at an address of its own, with nobody signed in
  const begun = Date.now();
  let ahead = Number(data.now) - Date.now(); // of this machine's clock, which may be wrong
  let heard = Date.now(), failed = 0, timer, mineAt = Date.now(), state = "";

  const time = (seconds) => new Intl.DateTimeFormat("en-GB", { timeZone: data.zone, hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) }).format(new Date(Date.now() + ahead)).replaceAll(":", document.documentElement.lang === "id" ? "." : ":");
  const tick = () => {
    const clock = $("#clock");
    if (clock) clock.textContent = time(false);
    if (Date.now() - heard > OLD_MS && !document.hidden) show(state || "away");
  };

  // What is lost is said once, and everything else greyed.
  const show = (what) => {
    if (what === state) return;
    state = what;
    document.documentElement.classList.toggle("is-old", Boolean(what));
    document.documentElement.classList.toggle("is-gone", what === "gone");
    const lost = $("#lost");
    for (const it of lost.querySelectorAll("[data-lost]")) it.hidden = it.dataset.lost !== what;
    $("[data-lost-at]").textContent = $("#at")?.textContent ?? "";
    lost.hidden = !what;
  };

  // The numbered pins stand in one layer, emptied each time.
  let layer, map, drawn;
  const pins = () => {
    const text = $("[data-points]", screen)?.dataset.points || "[]";
    if (!map || text === drawn) return;
    const points = JSON.parse(text), isFirst = drawn === undefined;
    drawn = text;
    layer ??= L.layerGroup().addTo(map);
    layer.clearLayers();
    if (points.length > 1 && (isFirst || data.look === "wall")) map.fitBounds(points.map((it) => [it.lat, it.lon]), { padding: [40, 40], maxZoom: 13, animate: false });
    for (const point of points) {
      const shell = document.createElement("span");
      shell.className = "spot-number";
      shell.textContent = point.number;
      const size = data.look === "wall" ? 48 : 28;
      const icon = L.divIcon({ html: shell, className: "pin-box", iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
      const marker = L.marker([point.lat, point.lon], { icon, keyboard: false, title: point.label, zIndexOffset: -point.number }).addTo(layer);
      if (data.look !== "wall") marker.bindPopup(tanggap.popup(point));
    }
  };
  document.addEventListener("map:ready", (event) => {
    if (event.target.id !== "map") return;
    map = event.detail.map;
    pins();
  });

  // New parts take the place of those that differ; the focus stays where it was.
  const put = (text) => {
    const found = new DOMParser().parseFromString(text, "text/html");
    const focused = document.activeElement?.id;
    const news = found.querySelector("[data-news]")?.dataset.news;
    const said = $("[data-news]", screen)?.dataset.news;
    const now = $("#now");
    const open = new Set([...now.querySelectorAll("details[open]")].map((it) => it.closest("[data-part]")?.dataset.part));
    const names = [...found.querySelectorAll("[data-part]")].map((it) => it.dataset.part);
    for (const part of now.querySelectorAll("[data-part]")) if (!names.includes(part.dataset.part)) part.remove();
    for (const part of found.querySelectorAll("[data-part]")) {
      const old = $(`[data-part="${part.dataset.part}"]`, now);
      if (old && old.isEqualNode(part)) continue;
      if (open.has(part.dataset.part)) part.querySelector("details")?.setAttribute("open", "");
      if (old) old.replaceWith(part); else now.append(part);
    }
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
    if (news && news !== said) globalThis.tanggap?.toast?.(found.querySelector(`#alarm-${CSS.escape(news)}`)?.textContent);
    pins();
  };

  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    clearTimeout(timer);
    const query = new URLSearchParams(isHung ? { tag: data.tag } : { token: data.token, tag: data.tag, scope: data.scope });
    if (data.look === "wall" && !isHung) query.set("wall", "");
    try {
      const answer = await fetch(`${data.ask}?${query}`, { signal: AbortSignal.timeout(LATE_MS), redirect: "error" });
      if (answer.status === 401 || answer.status === 403) {
        failed = 4;
        show(answer.status === 401 ? "ended" : "refused");
      } else if (isHung && answer.status === 404) {
        failed = 4;
        clear();
      } else if (answer.status === 200 || answer.status === 204) {
        hear(answer, answer.status === 200 ? await answer.text() : "");
        await renewMine();
      } else throw new Error(answer.status);
    } catch {
      failed += 1;
      if (failed > 1) show("away");
    }
    asking = false;
    again();
  };

  // Revoked: nothing of what was shown stays. It goes on asking, seldom, for an answer may come from somewhere else by mistake.
  const clear = () => {
    $("#now").replaceChildren();
    data.tag = "";
    pins();
    show("gone");
  };

  const hear = (answer, text) => {
    const was = heard;
    heard = Date.now();
    failed = 0;
    ahead = Number(answer.headers.get("X-Now")) - Date.now();
    data.token = answer.headers.get("X-Token") ?? data.token;
    data.tag = answer.headers.get("X-Tag") ?? data.tag;
    if (text) put(text);
    const at = $("#at"), said = answer.headers.get("X-At");
    if (at && said && at.dateTime !== said) {
      at.dateTime = said;
      at.textContent = at.textContent.replace(/^\S+/, new Intl.DateTimeFormat("en-GB", { timeZone: data.zone, hour: "2-digit", minute: "2-digit" }).format(new Date(said)).replaceAll(":", document.documentElement.lang === "id" ? "." : ":"));
    }
    show("");
    // Another version of the page, or a wall that hung for a day: everything anew, also what a browser would keep.
    const isAnother = answer.headers.get("X-Version") !== data.version;
    if (isAnother || (data.look === "wall" && was - begun > LOADED_AGAIN_MS)) anew();
  };

  // Only when the page is there: on a page that says why it is not nobody would press anything for months.
  const anew = async () => {
    const page = await fetch(location.href, { signal: AbortSignal.timeout(LATE_MS), redirect: "error" }).catch(() => null);
    if (page?.ok) location.reload();
  };

  // A wall's machine does not go to sleep, where the browser lets a page wish so.
  const wake = () => {
    if (data.look === "wall" && !document.hidden) navigator.wakeLock?.request("screen").catch(() => {});
  };

  // What is addressed to the person, not while they are about to press something in it.
  const renewMine = async () => {
    const mine = $("#mine");
    if (!mine || Date.now() - mineAt < MINE_MS || mine.contains(document.activeElement) || $("form[data-sent]", mine)) return;
    mineAt = Date.now();
    const answer = await fetch(mine.dataset.ask, { signal: AbortSignal.timeout(LATE_MS), headers: { "HX-Request": "true" } });
    if (answer.status === 200) {
      const text = await answer.text();
      if (!mine.contains(document.activeElement)) mine.innerHTML = text;
    } else if (answer.status === 401) show("ended");
  };

  // One question follows the other; after failures later and later, and never all screens at the same instant.
  const again = () => {
    clearTimeout(timer);
    if (document.hidden) return;
    const wait = Math.min(MOST_WAIT_MS, ASK_MS * 2 ** Math.min(failed, 4) / (failed ? 2 : 1));
    timer = setTimeout(ask, wait * (0.9 + 0.2 * Math.random()));
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) return clearTimeout(timer); wake(); ask(); });
  addEventListener("online", ask);
  setInterval(tick, 1000);
  tick();
  wake();
  again();
})();
