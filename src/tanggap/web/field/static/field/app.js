// The app: today's list, the queue, and what moves between them and the server. Everything is drawn from what the device keeps.
(() => {
  "use strict";
  const F = globalThis.tanggapField, { say, some, h, icon, button, notice } = F;
  const app = document.querySelector("[data-app]"), links = app.dataset, screen = app.querySelector("[data-screen]"), line = document.querySelector("[data-line]");
  const DAY_MS = 24 * 3600_000, MOVED_M = 200, AGAIN_MS = 45_000;
  let day = null, queue = [], state = "online", isSending = false, wantsMore = false, timer, isMap = false, from = null, shownAt = "";

  const waitingOf = (code) => queue.filter((item) => item.code === code && item.who === day?.who.id);
  const start = () => { const here = F.here(); return here.lon ? [Number(here.lon), Number(here.lat)] : day.office; };
  const distance = (visit) => visit.lon === null ? say("no_point") + " · " : `${F.length(F.metres(...start(), visit.lon, visit.lat))} · `;
  const clock = (visit) => {
    if (visit.kind === "check") return h("span", {}, say("waits", { when: F.ago(new Date(new Date(visit.due_at) - 2 * DAY_MS)) }));
    if (visit.paused) return h("span", {}, say("paused"));
    const left = new Date(visit.due_at) - Date.now();
    return h("span", { className: `due ${left < 0 ? "late" : left < 4 * 3600_000 ? "soon" : ""}` }, F.time(visit.due_at, say("due", { when: F.ago(visit.due_at) })));
  };

  // ---- the list
  const sorted = () => {
    const placed = day.visits.filter((it) => it.lon !== null), rest = day.visits.filter((it) => it.lon === null);
    const isDone = (it) => waitingOf(it.code).some((item) => item.act !== "start" && item.act !== "note");
    const stops = placed.map((it) => ({ lon: it.lon, lat: it.lat, due: it.paused ? 1e6 : (new Date(it.due_at) - Date.now()) / 60_000 }));
    const all = [...F.order(start(), stops).map((n) => placed[n]), ...rest];
    return [...all.filter((it) => !isDone(it)), ...all.filter(isDone)];
  };

  const row = (visit) => {
    const mine = waitingOf(visit.code), needsYou = mine.some((it) => it.state !== "waiting");
    return h("li", {}, h("a", { className: "item", href: `#/${visit.code}`, "data-code": visit.code },
      h("span", { className: "icon-tile" }, icon(visit.icon)),
      h("span", { className: "grow" }, h("span", { className: "title" }, visit.category || visit.code), h("span", { className: "sub" }, visit.address || visit.place), h("span", { className: "sub" }, distance(visit), clock(visit))),
      h("span", { className: "end" }, h("span", { className: `status ${visit.family}` }, icon(`state-${visit.family}`), visit.kind === "check" ? say("check") : visit.state_label),
        mine.length ? h("span", { className: `small strong ${needsYou ? "waiting" : "planned"}` }, say(needsYou ? "needs_you" : "not_sent")) : "")));
  };

  const listScreen = () => {
    if (!day) return [h("h1", { tabIndex: -1 }, say("today")), empty("offline", "no_list", "no_list_text")];
    const here = F.here(), found = sorted();
    from = start();
    const head = h("div", { className: "stack tight" }, h("div", { className: "row apart fixed" }, h("h1", { tabIndex: -1 }, say("today")), h("div", { className: "row tight fixed" },
      found.length ? button(say(isMap ? "list" : "map"), () => { isMap = !isMap; draw(); }, { css: "small", picture: isMap ? "list" : "map", "data-map-button": "" }) : "", button("", () => flush({ hurry: true }), { css: "small", picture: "refresh", ariaLabel: say("refresh") }))),
      found.length ? h("p", { className: "muted small" }, `${some("visits", found.length)}. `, here.lon ? say("order_here") : button(say("order_office"), () => F.follow(), { css: "plain" }), ".") : "");
    if (!found.length) return [head, empty("check", "no_visits", "no_visits_text")];
    return [head, isMap ? mapOf(found) : "", h("ol", { className: "list card flush visits" }, found.map(row))];
  };
  const empty = (picture, title, words) => h("div", { className: "empty" }, icon(picture), h("strong", {}, say(title)), h("p", {}, say(words)));

  const load = (tag, props) => new Promise((done, failed) => document.head.append(h(tag, { ...props, onload: done, onerror: failed })));
  let leaflet;
  const mapOf = (found) => {
    const frame = document.querySelector("[data-map-of]"), box = h("div", { className: "map", role: "region", ariaLabel: say("map_label") });
    for (const { name, value } of frame.attributes) if (name.startsWith("data-") && !["data-map-of", "data-later"].includes(name)) box.setAttribute(name, value);
    box.dataset.points = JSON.stringify(found.filter((it) => it.lon !== null).map((it, n) => ({ lon: it.lon, lat: it.lat, label: `${n + 1}. ${it.category}`, lines: [it.address || it.place], family: it.family, icon: it.icon, href: `#/${it.code}` })));
    leaflet ??= Promise.all([load("link", { rel: "stylesheet", href: links.leafletCss }), load("link", { rel: "stylesheet", href: links.mapCss }), load("script", { src: links.leaflet })]).then(() => load("script", { src: links.mapJs }));
    leaflet.then(() => box.isConnected && tanggap.map(box), () => { leaflet = undefined; box.replaceWith(notice("warn", say("map_failed"))); });
    return box;
  };

  // ---- the queue
  const stateOf = (item, number) => {
    if (item.who !== day?.who.id) return say("state_other", { name: item.name });
    if (item.state !== "waiting") return say(`state_${item.state}`);
    if (queue.slice(0, number).some((it) => it.code === item.code && it.who === item.who)) return say("state_behind");
    return item.tries ? say("state_tried", { n: item.tries, when: F.ago(item.next_at) }) : say("state_waiting");
  };
  const decide = {
    async discard(item) { if (await sure(say("discard_sure"), say("option_discard"))) await F.drop(item.seq); },
    async again(item) { await F.put({ ...item, version: item.answer.version ?? item.version, state: "waiting", tries: 0, next_at: 0, answer: null }); },
    async note(item) {
      const said = [say("note_before", { act: say(`act_${item.act}`) }), ...Object.values(item.fields), ...item.points].filter(Boolean).join("\n").slice(0, 1900);
      await F.put({ ...item, key: crypto.randomUUID(), act: "note", fields: { message: said }, points: [], state: "waiting", tries: 0, next_at: 0, answer: null });
    },
    async mend(item) {
      const name = item.act === "start" ? "before" : "photos", id = `${item.who}/${item.code}`, fields = item.act === "note" ? { note: item.fields.message } : item.fields;
      await F.reopen(item, { before: [], photos: [], ...await F.draft(id), id, who: item.who, code: item.code, fields, points: item.points, ...(item.act === "note" ? {} : { [name]: item.photos }) });
      location.hash = `#/${item.code}`;
    },
  };
  const card = (item, number) => {
    const { answer } = item, isMine = item.who === day?.who.id;
    return h("li", { className: `card stack tight queued ${item.state}`, "data-item": item.key },
      h("p", { className: "row apart" }, h("strong", {}, say(`act_${item.act}`)), h("a", { className: "code", href: `#/${item.code}` }, item.code)),
      h("p", { className: "muted small" }, [item.category, item.photos.length ? some("photos", item.photos.length) : "", say("made_at", { when: F.exact(item.made_at) })].filter(Boolean).join(" · ")),
      h("p", { className: item.state === "waiting" ? "muted" : "strong waiting" }, stateOf(item, number)),
      answer && h("div", { className: "stack tight" }, answer.why && h("p", {}, answer.why), Object.values(answer.errors).flat().filter((words) => words !== answer.why).map((words) => h("p", {}, words)), answer.now && h("p", {}, say("now_state", { state: answer.now })),
        answer.happened.length ? h("div", {}, h("p", { className: "label" }, say("happened")), h("ul", { className: "happened" }, answer.happened.map((it) => h("li", {}, h("strong", {}, it.what), ` · ${it.who} · ${it.when}`, it.words && h("br"), it.words)))) : ""),
      isMine && answer ? h("div", { className: "row tight" }, answer.options.map((name) => button(say(`option_${name}`), async () => { await decide[name](item); await look(); flush({ hurry: true }); }, { css: name === "discard" ? "small danger" : "small" }))) : "");
  };
  const queueScreen = () => [
    h("p", {}, h("a", { className: "button quiet", href: "#/" }, icon("back"), say("back"))), h("h1", { tabIndex: -1 }, say("queue")),
    queue.length ? h("ul", { className: "stack plain" }, queue.map(card)) : empty("check", "queue_empty", "queue_empty_text"),
    queue.length ? button(say("send_now"), () => flush({ hurry: true }), { css: "primary block", picture: "send" }) : "",
    h("p", { className: "row tight" }, h("a", { className: "button small quiet", href: links.devices }, icon("phone"), say("devices")), button(say("wipe"), wipe, { css: "small quiet danger", picture: "trash" })),
  ];
  const sure = (words, yes) => new Promise((done) => {
    const end = (answer) => { box.close(); box.remove(); done(answer); };
    const box = h("dialog", { ariaLabel: yes }, h("div", { className: "stack" }, h("p", {}, words), h("div", { className: "row" }, button(yes, () => end(true), { css: "danger" }), button(say("cancel"), () => end(false), { autofocus: true }))));
    box.addEventListener("cancel", (event) => { event.preventDefault(); end(false); });
    document.body.append(box);
    box.showModal();
  });
  const wipe = async () => {
    if (!(await sure(say("wipe_sure", { n: queue.length }), say("wipe_do")))) return;
    await F.forgetAll();
    day = null;
    await look();
    location.hash = "#/";
  };

  // ---- drawing
  const asked = () => decodeURIComponent(location.hash.replace(/^#\/?/, ""));
  const notices = () => {
    const others = [...new Set(queue.filter((it) => day && it.who !== day.who.id).map((it) => it.name))];
    return [
      state === "sign_in" ? notice("warn", say("sign_in_asked"), h("p", {}, h("a", { className: "button small", href: links.signIn }, say("sign_in")))) : "",
      day && state === "offline" && Date.now() - new Date(day.at) > 3600_000 ? notice("", say("old_list", { when: F.exact(day.at) })) : "",
      ...others.map((name) => notice("", say("other_person", { name: name || say("someone") }))),
    ];
  };
  const told = h("div", { className: "stack notices" });
  const draw = async ({ focus = false } = {}) => {
    const wanted = asked(), visit = day?.visits.find((it) => it.code === wanted), held = document.activeElement?.dataset?.code;
    const ctx = visit && { day, waiting: waitingOf(visit.code), distance, clock, made };
    const parts = wanted === "kirim" ? queueScreen() : visit ? await F.visitScreen(visit, ctx) : wanted ? [h("p", {}, h("a", { className: "button quiet", href: "#/" }, icon("back"), say("back"))), h("h1", { tabIndex: -1 }, wanted), notice("", say("moved_on"))] : listScreen();
    if (shownAt !== wanted) F.letGo();
    shownAt = wanted;
    screen.replaceChildren(h("div", { className: "stack" }, told, ...parts));
    drawLine();
    if (focus) { scrollTo(0, 0); screen.querySelector("h1")?.focus(); } else if (held) screen.querySelector(`[data-code="${held}"]`)?.focus();
    app.dataset.drawn = wanted || "list";
  };
  const drawLine = () => {
    const mine = queue.filter((it) => it.who === day?.who.id), need = mine.filter((it) => it.state !== "waiting").length, rest = mine.length - need;
    const words = isSending && rest ? say("sending") : [say(state === "offline" ? "offline" : "online"), need ? some("need_you", need) : rest ? some("waiting", rest) : state === "offline" ? "" : say("all_sent")].filter(Boolean).join(" · ");
    line.hidden = false;
    told.replaceChildren(...notices().filter(Boolean));
    line.className = `line ${need || state === "sign_in" ? "waiting" : rest || state === "offline" ? "moving" : "done"}`;
    if (line.textContent !== words) line.replaceChildren(icon(need ? "alert" : state === "offline" ? "offline" : rest ? "upload" : "check"), h("span", {}, words));
    line.dataset.state = state;
  };
  const look = async () => { queue = await F.items().catch(() => []); await calm(); };
  // A visit that is being filled in is not drawn anew under its writer's hands.
  const calm = async () => { const visit = day?.visits.some((it) => it.code === asked()); if (visit && shownAt === asked()) drawLine(); else await draw(); };

  // ---- sending
  const made = async (item) => {
    queue = await F.items();
    tanggap.toast(say("made"));
    if (item.act === "done" || item.act === "holds" || item.act === "fails") location.hash = "#/"; else await draw({ focus: true });
    try { await (await navigator.serviceWorker?.ready)?.sync?.register("tanggap-field"); } catch { /* without it the page sends */ }
    flush();
  };
  const flush = async ({ hurry = false } = {}) => {
    if (isSending) { wantsMore = true; return; }
    isSending = true;
    clearTimeout(timer);
    try {
      const told = await F.send({ hurry, tell: (what) => { if (what === "sent") F.items().then((it) => { queue = it; drawLine(); }); drawLine(); } });
      state = told.state === "sent" ? "online" : told.state === "later" ? "offline" : told.state;
      if (told.day) await take(told.day);
      for (const item of told.arrived ?? []) tanggap.toast(say("arrived", { code: item.code }));
    } catch { state = "offline"; }
    isSending = false;
    await look();
    const mine = queue.filter((it) => it.state === "waiting" && it.who === day?.who.id);
    if (wantsMore) { wantsMore = false; flush({ hurry }); } else if (mine.length && state !== "sign_in") {
      const first = Math.min(...mine.map((it) => it.next_at ?? 0));
      timer = setTimeout(flush, Math.max(2000, Math.min(first - Date.now(), state === "offline" ? AGAIN_MS : Infinity)));
    }
  };

  // Today's list is this person's: another's, and one of yesterday, is forgotten with its photos.
  const take = async (fresh) => {
    if (day && day.who.id !== fresh.who.id) await F.forgetDay().catch(() => undefined);
    day = fresh;
    await F.saveDay(fresh).catch(() => undefined);
    document.querySelector("[data-who]").replaceChildren(h("strong", {}, fresh.who.name), h("br"), h("span", { className: "muted" }, fresh.who.unit));
    document.querySelector("[data-sign-out] input").value = fresh.csrf;
    keepPhotos();
  };
  const keepPhotos = async () => {
    try {
      const store = await caches.open(F.PHOTOS), wanted = day.visits.flatMap((it) => it.shots.map((shot) => new URL(`/foto/${shot.id}/shown.jpg`, location).href));
      for (const kept of await store.keys()) if (!wanted.includes(kept.url)) await store.delete(kept);
      for (const url of wanted) if (!(await store.match(url))) { const answer = await fetch(url); if (answer.ok) await store.put(url, answer); }
    } catch { /* no line or no room: the list works without photos */ }
  };

  // ---- beginning
  for (const it of document.querySelectorAll("[data-scripted]")) it.hidden = false;
  addEventListener("hashchange", () => { document.querySelector("[data-menu]").open = false; draw({ focus: true }); });
  addEventListener("online", () => flush({ hurry: true }));
  addEventListener("offline", () => { state = "offline"; calm(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  F.onPlace(() => { const now = day && start(); if (now && !asked() && (!from || F.metres(...now, ...from) > MOVED_M)) draw(); });
  navigator.permissions?.query({ name: "geolocation" }).then((it) => { if (it.state === "granted") F.follow(); }).catch(() => undefined);
  navigator.storage?.persist?.();
  navigator.serviceWorker?.register(links.worker, { scope: "/field/" }).catch(() => undefined);

  const begin = async () => {
    const sent = document.getElementById("day"), kept = await F.day().catch(() => null);
    if (kept && Date.now() - new Date(kept.at) < DAY_MS) day = kept; else if (kept) await F.forgetDay();
    if (sent) await take(JSON.parse(sent.textContent));
    queue = await F.items().catch(() => []);
    app.querySelector("[data-plain]")?.remove();
    screen.hidden = false;
    state = navigator.onLine ? "online" : "offline";
    await draw();
    if (!sent || queue.length) flush({ hurry: true });
  };
  begin();
})();
