// One visit: what is there to know, what there is to do, and the draft of it, kept on the device with every word.
(() => {
  "use strict";
  const F = globalThis.tanggapField;
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const language = document.documentElement.lang;

  const say = (name, filled = {}) => (texts[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => filled[key] ?? whole);
  const some = (name, n) => say(`${name}_${n === 1 ? "one" : "many"}`, { n });
  const h = (tag, props = {}, ...children) => {
    const el = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (value === undefined || value === null) continue;
      if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
      else if (/^aria[A-Z]/.test(name)) el.setAttribute(`aria-${name.slice(4).toLowerCase()}`, value);
      else if (name.includes("-") || name === "role" || name === "for" || name === "capture") el.setAttribute(name, value);
      else el[name] = value;
    }
    el.append(...children.flat().filter((child) => child || child === ""));
    return el;
  };
  const icon = (name, css) => tanggap.icon(name, css);
  const button = (words, act, { css = "", picture = "", ...more } = {}) => h("button", { type: "button", className: `button ${css}`, onclick: act, ...more }, picture && icon(picture), words);
  const notice = (kind, words, ...more) => h("div", { className: `notice ${kind}` }, icon(kind === "good" ? "check" : kind ? "alert" : "info"), h("div", { className: "stack tight grow" }, h("p", {}, words), ...more));

  const near = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const ago = (instant) => {
    const minutes = Math.round((new Date(instant) - Date.now()) / 60_000), far = Math.abs(minutes);
    if (far < 60) return near.format(minutes, "minute");
    return far < 2880 ? near.format(Math.round(minutes / 60), "hour") : near.format(Math.round(minutes / 1440), "day");
  };
  const exact = (instant) => new Date(instant).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  const time = (instant, words) => h("time", { dateTime: instant, title: exact(instant) }, words ?? ago(instant));
  const length = (metres) => metres < 950 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1000).toLocaleString(language, { maximumFractionDigits: 1 })} km`;

  // Pictures drawn from what is kept; let go when the screen changes.
  let drawn = [];
  const address = (blob) => { const url = URL.createObjectURL(blob); drawn.push(url); return url; };
  const letGo = () => { for (const url of drawn) URL.revokeObjectURL(url); drawn = []; };

  // What can be done now, with what waits to be sent taken as done.
  const actsOf = (visit, waiting) => waiting.reduce((acts, item) => {
    if (item.act === "start") return ["done"];
    return item.act === "note" ? acts : [];
  }, visit.acts);

  const field = (name, draft, save, { label, help, rows = 2, optional = false }) => {
    const id = `f-${name}`, input = h("textarea", { id, rows, value: draft.fields[name] ?? "", maxLength: 2000, oninput: () => { draft.fields[name] = input.value; save(); } });
    if (help) input.setAttribute("aria-describedby", `${id}-help`);
    return h("div", { className: "field", id: `${id}-field` }, h("label", { for: id }, label, optional ? h("span", { className: "optional" }, ` ${say("optional")}`) : ""), help && h("span", { className: "help", id: `${id}-help` }, help), input);
  };

  const photosOf = (visit, draft, name, save, ctx, { title, help, ghost }) => {
    const list = (draft[name] ??= []), box = h("fieldset", { className: "shots", id: `f-${name}-field` });
    const challenge = () => {
      const used = new Set([...draft.before ?? [], ...draft.photos ?? [], ...ctx.waiting.flatMap((item) => item.photos)].map((photo) => photo.told.challenge));
      return (visit.challenges ?? []).find((one) => !used.has(one.token)) ?? null;
    };
    const add = async (photo) => {
      if (!photo) return;
      list.push(photo);
      if (!(await save(true))) list.pop();
      draw();
      box.querySelector("[data-take]")?.focus();
    };
    const draw = () => {
      const tiles = list.map((photo, number) => h("figure", { className: "shot" },
        h("img", { src: address(photo.blob), alt: say("photo", { n: number + 1 }) }),
        h("figcaption", { className: photo.told.app ? "done" : "moving" }, icon(photo.told.app ? "verified" : "image"), say(photo.told.app ? "in_app" : "not_in_app"), photo.told.lon ? ` · ${say("gps", { n: photo.told.accuracy })}` : ""),
        h("button", { type: "button", className: "button square remove", ariaLabel: say("remove", { n: number + 1 }), onclick: async () => { list.splice(number, 1); await save(true); draw(); box.querySelector("[data-take]")?.focus(); } }, icon("trash"))));
      const other = h("input", { type: "file", accept: "image/*", capture: "environment", className: "sr-only", onchange: async () => { for (const file of other.files) await add(await F.fromFile(file)); } });
      box.replaceChildren(
        h("legend", { className: "label" }, title), h("p", { className: "help muted small" }, help), h("div", { className: "tiles" }, ...tiles),
        list.length < 5 ? button(say("take"), async () => add(await F.camera({ h, say, icon, who: ctx.day.who.id, challenge: challenge(), ghost: await ghost(), writesCode: ctx.day.code_in_scene })), { css: "block", picture: "camera", "data-take": "" }) : "",
        list.length < 5 ? h("label", { className: "button quiet small other" }, other, h("span", {}, say("other_camera")), h("span", { className: "muted" }, say("other_camera_help"))) : "");
    };
    draw();
    return box;
  };

  // The view to take again: the officer's own photo of before the work, else the reporter's where it may be shown.
  const ghostOf = (visit, draft, waiting) => async () => {
    const own = [...draft.before ?? [], ...waiting.filter((item) => item.act === "start").flatMap((item) => item.photos)][0];
    if (own) return address(own.blob);
    const shot = [...visit.shots].reverse().find((it) => it.role === "before") ?? visit.shots[0];
    return shot ? `/foto/${shot.id}/shown.jpg` : "";
  };

  const wrong = (id, words) => {
    const place = document.getElementById(id);
    place.classList.add("bad");
    place.querySelector(".error")?.remove();
    place.append(h("p", { className: "error", role: "alert" }, icon("alert"), words));
    place.querySelector("textarea, input, button")?.focus();
    place.scrollIntoView({ block: "center" });
    return false;
  };

  const screen = async (visit, ctx) => {
    const id = `${ctx.day.who.id}/${visit.code}`, waiting = ctx.waiting, acts = actsOf(visit, waiting);
    const draft = (await F.draft(id).catch(() => null)) ?? { id, who: ctx.day.who.id, code: visit.code, fields: {}, points: [], before: [], photos: [] };
    let timer;
    const keep = async () => { try { await F.saveDraft(draft); return true; } catch (error) { tanggap.toast(say(F.isFull(error) ? "storage_full" : "no_storage")); return false; } };
    const save = (now = false) => { clearTimeout(timer); if (now) return keep(); timer = setTimeout(keep, 250); return true; };

    const make = async (act, { fields, points = [], photos = [] }) => {
      clearTimeout(timer);
      const item = { key: crypto.randomUUID(), who: ctx.day.who.id, name: ctx.day.who.name, code: visit.code, category: visit.category, act, version: visit.version, fields, points, photos, made_at: new Date().toISOString(), state: "waiting", tries: 0, next_at: 0 };
      const rest = act === "note" ? { ...draft, fields: { ...draft.fields, note: "" } } : null;
      try { await F.enqueue(item, rest ? null : id); } catch (error) { tanggap.toast(say(F.isFull(error) ? "storage_full" : "no_storage")); return; }
      if (rest) await F.saveDraft(rest).catch(() => undefined);
      await ctx.made(item);
    };
    const said = (name) => (draft.fields[name] ?? "").trim();
    const needs = (name) => said(name) || wrong(`f-${name}-field`, say("write_something"));
    const shown = (n) => draft.photos.length >= n || wrong("f-photos-field", say("photo_missing", { n }));

    const parts = [];
    const at = visit.lon === null ? null : `${visit.lat},${visit.lon}`;
    parts.push(h("section", { className: "card stack tight" },
      h("p", { className: "row apart" }, h("span", { className: `status ${visit.family}` }, icon(`state-${visit.family}`), visit.kind === "check" ? say("check") : visit.state_label), h("span", { className: "code muted" }, visit.code)),
      h("p", { className: "strong" }, visit.place || say("no_point")), visit.address && h("p", { className: "text-as-sent" }, visit.address),
      h("p", { className: "muted" }, ctx.distance(visit), ctx.clock(visit)),
      at && h("div", { className: "stack tight" }, h("a", { className: "button block", href: `geo:${at}?q=${at}` }, icon("pin"), say("directions")), h("a", { className: "button quiet small start", href: `https://www.openstreetmap.org/?mlat=${visit.lat}&mlon=${visit.lon}#map=18/${visit.lat}/${visit.lon}`, rel: "noreferrer", target: "_blank" }, icon("map"), say("in_browser")))));
    if (waiting.length) parts.push(h("a", { className: "notice", href: "#/kirim" }, icon("upload"), h("p", {}, say(waiting.some((it) => it.state !== "waiting") ? "needs_you" : "not_sent"), " · ", waiting.map((it) => say(`act_${it.act}`)).join(", "))));
    const photos = (shots) => shots.length && h("div", { className: "photos" }, shots.map((shot, n) => h("figure", { className: "photo" }, h("img", { src: `/foto/${shot.id}/shown.jpg`, alt: say("photo", { n: n + 1 }), loading: "lazy", width: 400, height: 300 }))));
    const results = visit.shots.filter((it) => it.role !== "before"), befores = visit.shots.filter((it) => it.role === "before"), isClaim = visit.kind === "check" || visit.state === "awaiting_validation";
    if (visit.words || results.length) parts.push(h("section", { className: "card stack tight" }, h("h2", {}, say(isClaim ? "claimed" : "returned")), visit.words && h("p", { className: "text-as-sent" }, visit.words), photos(results)));
    parts.push(h("section", { className: "card stack tight" }, h("h2", {}, say("reported")), h("p", { className: "text-as-sent" }, visit.text), photos(befores), visit.photo_kept_back && h("p", { className: "muted small" }, say("photo_kept_back"))));

    const ghost = ghostOf(visit, draft, waiting);
    if (acts.includes("start")) parts.push(h("section", { className: "card stack", "data-step": "start" },
      photosOf(visit, draft, "before", save, ctx, { title: say("before"), help: say("before_help"), ghost }),
      button(say("start"), () => make("start", { fields: { message: said("message") }, photos: draft.before }), { css: "primary large block" })));
    else if (acts.includes("done")) parts.push(h("section", { className: "card stack", "data-step": "done" },
      photosOf(visit, draft, "photos", save, ctx, { title: say("after"), help: say("after_help", { n: visit.photos_needed }), ghost }),
      field("message", draft, save, { label: say("message"), help: say("message_help") }),
      field("materials", draft, save, { label: say("materials"), help: say("materials_help"), optional: true }),
      button(say("done"), () => needs("message") && shown(visit.photos_needed) && make("done", { fields: { message: said("message"), materials: said("materials") }, photos: draft.photos }), { css: "primary large block" })));
    else if (acts.includes("holds") || acts.includes("fails")) parts.push(...check());
    else if (waiting.some((it) => it.act !== "note" && it.state === "waiting")) parts.push(notice("good", say("waits_here")));
    parts.push(h("details", { className: "card" }, h("summary", {}, say("note")), h("div", { className: "stack" },
      field("note", draft, save, { label: say("note"), help: say("note_help") }), button(say("note_send"), () => needs("note") && make("note", { fields: { message: said("note") } })))));
    parts.push(h("p", {}, h("a", { href: visit.page }, say("full_page"))), h("p", { className: "muted small" }, say("draft")));
    return [h("p", {}, h("a", { className: "button quiet", href: "#/" }, icon("back"), say("back"))), h("h1", { tabIndex: -1 }, visit.category || visit.code), ...parts];

    function check() {
      const ticks = visit.points.map((point, n) => h("label", { className: "check point", for: `point-${n}` },
        h("input", { type: "checkbox", id: `point-${n}`, checked: draft.points.includes(point.key), onchange: (event) => { draft.points = draft.points.filter((it) => it !== point.key).concat(event.target.checked ? [point.key] : []); save(true); } }), h("span", {}, point.label)));
      const all = () => visit.points.every((point) => draft.points.includes(point.key)) || wrong("f-points-field", say("tick_all"));
      const given = () => ({ points: draft.points, photos: draft.photos });
      return [h("section", { className: "card stack", "data-step": "check" },
        visit.points.length ? h("fieldset", { className: "checklist", id: "f-points-field" }, h("legend", { className: "label" }, say("checklist")), h("p", { className: "help muted small" }, say("checklist_help")), ...ticks) : "",
        photosOf(visit, draft, "photos", save, ctx, { title: say("on_the_spot"), help: say("on_the_spot_help"), ghost }),
        field("findings", draft, save, { label: say("findings"), help: say("findings_help"), optional: true }),
        button(say("holds"), () => all() && shown(1) && make("holds", { fields: { findings: said("findings") }, ...given() }), { css: "primary large block", picture: "check" }),
        h("details", { className: "fails" }, h("summary", {}, say("fails")), h("div", { className: "stack" },
          field("message", draft, save, { label: say("fails_message"), help: say("fails_help") }),
          button(say("fails_send"), () => needs("message") && make("fails", { fields: { findings: said("findings"), message: said("message") }, ...given() }), { css: "danger block" }))))];
    }
  };
  Object.assign(F, { say, some, h, icon, button, notice, ago, exact, time, length, actsOf, visitScreen: screen, letGo, address });
})();
