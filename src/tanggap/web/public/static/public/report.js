// The report, quicker: one question a step on phones, the device's place, a pin on the map, suggestions while typing, photos made smaller,
// a draft on the device, sending when the line is back. The form works without any of this.
(() => {
  "use strict";
  const form = document.getElementById("report");
  if (!form) return;
  document.documentElement.classList.add("js");
  const { draft, shrink } = tanggap;
  const say = form.dataset;
  const $ = (id) => document.getElementById(id);
  const note = $("draft-note");
  const steps = [...form.querySelectorAll("[data-step]")];
  const narrow = matchMedia("(max-width: 61.99rem)");
  const lon = $("lon"), lat = $("lat"), address = form.elements.address, text = form.elements.text;
  const file = form.elements.photos;
  const MOST = 10;
  let step = 1, photos = [], map = null, sending = false, waiting = false, checked = "";

  const tell = (words, kind = "", act = null) => {
    note.replaceChildren();
    if (!words) return;
    const box = document.createElement("div");
    box.className = `notice ${kind}`;
    const p = document.createElement("p");
    p.textContent = words;
    box.append(tanggap.icon(kind === "warn" || kind === "bad" ? "alert" : "info"), p);
    if (act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small";
      button.textContent = act.words;
      button.addEventListener("click", act.run);
      box.append(button);
    }
    note.append(box);
  };

  // Steps: only on narrow screens; wide ones show the whole page.
  const show = (wanted, { focus = true } = {}) => {
    step = Math.max(1, Math.min(steps.length, wanted));
    const stepping = narrow.matches;
    form.classList.toggle("stepping", stepping);
    form.classList.toggle("beyond", stepping && step > 1);
    for (const section of steps) section.hidden = stepping && Number(section.dataset.step) !== step;
    form.querySelector(".step-bar").hidden = !stepping;
    $("step-words").textContent = say.sayStep.replace("{n}", step).replace("{all}", steps.length);
    $("step-progress").value = step;
    $("back").style.visibility = step === 1 ? "hidden" : "visible";
    $("next").hidden = !stepping || step === steps.length;
    $("send").hidden = stepping && step !== steps.length;
    if (step >= 2 || !stepping) openMap();
    if (step === 3 || !stepping) look();
    if (focus && stepping) { scrollTo(0, 0); steps[step - 1].querySelector("h2").focus({ preventScroll: true }); }
  };
  const go = (wanted) => {
    if (wanted > 1 && !text.value.trim()) { complain("text", say.sayWrite); return; }
    if (wanted > 3) for (const field of form.querySelectorAll("[data-asked]")) {
      const answered = [...field.querySelectorAll("input, textarea")].some((it) => (it.type === "radio" ? it.checked : it.value.trim()));
      if (!answered) { complain(field.id.slice(3, -6), say.sayAnswer); field.scrollIntoView({ block: "center" }); return; }
    }
    history.pushState({ step: wanted }, "");
    show(wanted);
  };
  addEventListener("popstate", (event) => show(event.state?.step ?? 1));
  $("next").addEventListener("click", () => go(step + 1));
  $("back").addEventListener("click", () => history.back());
  narrow.addEventListener("change", () => show(step, { focus: false }));

  const complain = (name, words) => {
    const field = $(`id_${name}_field`) ?? form;
    field.classList.add("bad");
    field.querySelector(".error")?.parentElement.remove();
    const box = document.createElement("div");
    box.id = `id_${name}_error`;
    const p = document.createElement("p"), span = document.createElement("span");
    p.className = "error";
    span.textContent = words;
    p.append(tanggap.icon("alert"), span);
    box.append(p);
    const control = field.querySelector("textarea, input, select");
    (field.querySelector(".choices") ?? control)?.before(box);
    control?.setAttribute("aria-invalid", "true");
    control?.focus();
  };
  form.addEventListener("input", (event) => {
    const field = event.target.closest(".field.bad");
    if (!field) return;
    field.classList.remove("bad");
    field.querySelector("[id$=_error]")?.remove();
    event.target.removeAttribute("aria-invalid");
  });

  // Photos
  const drawPhotos = () => {
    const list = $("previews");
    list.replaceChildren();
    photos.forEach(({ file: one, readable }, at) => {
      const li = document.createElement("li");
      if (readable) {
        const img = new Image();
        img.src = URL.createObjectURL(one);
        img.onload = () => URL.revokeObjectURL(img.src);
        img.alt = say.sayPhoto.replace("{n}", at + 1);
        li.append(img);
      } else { li.textContent = one.name; li.title = say.sayUnreadable; }
      const remove = document.createElement("button");
      remove.type = "button";
      remove.setAttribute("aria-label", say.sayRemove.replace("{n}", at + 1));
      remove.append(tanggap.icon("close"));
      remove.addEventListener("click", () => { photos.splice(at, 1); drawPhotos(); keepPhotos(); file.focus(); });
      li.append(remove);
      list.append(li);
    });
  };
  const keepPhotos = () => draft.savePhotos(photos);
  const take = async (files) => {
    const room = MOST - photos.length;
    if (files.length > room) tanggap.toast(say.sayTooMany);
    for (const one of [...files].slice(0, room)) photos.push(await shrink(one));
    file.value = "";
    drawPhotos();
    keepPhotos();
  };
  file.addEventListener("change", () => take(file.files));
  const drop = file.closest(".drop");
  for (const name of ["dragover", "dragleave", "drop"]) drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop") take([...event.dataTransfer.files].filter((it) => it.type.startsWith("image/")));
  });

  // Place: the device's, the pin's, or a typed one. Each says at once which area it means.
  const load = (tag, values) => new Promise((done, failed) => {
    const it = Object.assign(document.createElement(tag), values);
    it.onload = done;
    it.onerror = failed;
    document.head.append(it);
  });
  let opening;
  const openMap = () => {
    const el = $("pick");
    if (!el || opening) return;
    opening = (async () => {
      load("link", { rel: "stylesheet", href: say.leafletCss });
      load("link", { rel: "stylesheet", href: say.mapCss });
      await load("script", { src: say.leafletJs });
      await load("script", { src: say.mapJs });
      if (lon.value && lat.value) Object.assign(el.dataset, { lon: lon.value, lat: lat.value, zoom: 16 });
      map = tanggap.map(el);
      map.on("dragend keyboardmove zoomend", fromMap);
      map.on("click", (event) => { map.panTo(event.latlng); fromMap({ at: event.latlng }); });
      el.addEventListener("keyup", (event) => { if (event.key.startsWith("Arrow")) fromMap(); });
      if (lon.value && lat.value) meaning();
    })().catch(() => { el.hidden = true; });
  };
  let pinTimer;
  const fromMap = (event) => {
    if (event?.type === "zoomend" && !lon.value) return;
    clearTimeout(pinTimer);
    pinTimer = setTimeout(() => {
      const at = event?.at ?? map.getCenter();
      setPoint(at.lng, at.lat);
    }, 300);
  };
  const setPoint = (x, y) => {
    lon.value = x.toFixed(6);
    lat.value = y.toFixed(6);
    for (const it of form.querySelectorAll("input[name=place]")) it.checked = false;
    checked = "";
    meaning();
    keep();
  };
  const means = (words, good) => {
    const p = document.createElement("p"), span = document.createElement("span");
    p.className = good ? "found" : "error";
    span.textContent = words;
    p.append(tanggap.icon(good ? "pin" : "alert"), span);
    $("meant").replaceChildren(...(words ? [p] : []));
  };
  let meaningTurn = 0;
  const meaning = async () => {
    const turn = ++meaningTurn;
    try {
      const answer = await fetch(`${say.pointUrl}?lon=${lon.value}&lat=${lat.value}`);
      const found = await answer.json();
      if (turn !== meaningTurn) return;
      means(found.refused || found.name, !found.refused);
      if (!found.refused && !narrow.matches) look();
    } catch { /* the place is shown when the line is back; the point is kept */ }
  };
  $("gps")?.addEventListener("click", (event) => {
    const button = event.currentTarget;
    if (!navigator.geolocation) { tanggap.toast(say.sayGpsOff); return; }
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(async ({ coords }) => {
      button.removeAttribute("aria-busy");
      await opening;
      map?.setView([coords.latitude, coords.longitude], 16, { animate: false });
      setPoint(coords.longitude, coords.latitude);
      if (coords.accuracy > 60) tanggap.toast(say.sayGpsFar.replace("{n}", Math.round(coords.accuracy)));
    }, () => { button.removeAttribute("aria-busy"); tanggap.toast(say.sayGpsOff); }, { enableHighAccuracy: true, timeout: 12000, maximumAge: 30000 });
  });
  let typeTimer, typeTurn = 0;
  address.addEventListener("input", () => {
    clearTimeout(typeTimer);
    typeTimer = setTimeout(async () => {
      const turn = ++typeTurn, typed = address.value.trim();
      if (typed.length < 3) { $("places").replaceChildren(); return; }
      try {
        const answer = await fetch(`${say.placesUrl}?q=${encodeURIComponent(typed)}`);
        if (answer.ok && turn === typeTurn) $("places").innerHTML = await answer.text();
      } catch { /* typed words alone are enough */ }
    }, 350);
  });
  form.addEventListener("change", async (event) => {
    if (event.target.name === "place") {
      clearTimeout(typeTimer);
      typeTurn += 1; // an answer that is still under way would take the choice away
      const { lon: x, lat: y, name } = event.target.dataset;
      lon.value = lat.value = "";
      means(name ?? "", true);
      checked = "";
      await opening;
      if (x && map) map.setView([Number(y), Number(x)], 16, { animate: false });
      if (!narrow.matches) look();
    }
    if (event.target.name === "other_category" && event.target.value) event.target.closest(".choice").querySelector("input").checked = true;
    if (["category", "other_category"].includes(event.target.name)) look();
    keep();
  });

  // What the server thinks of it: category from the words, its questions, the same problem near by.
  const look = async () => {
    if (!text.value.trim() || sending) return;
    const data = said();
    const now = new URLSearchParams(data).toString();
    if (now === checked) return;
    checked = now;
    const turn = look.turn = (look.turn ?? 0) + 1;
    data.set("do", "check");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (!answer.ok || turn !== look.turn) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const focused = document.activeElement?.id;
      for (const id of ["kind", "similar"]) { const fresh = page.getElementById(id); if (fresh) $(id).replaceWith(fresh); }
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      checked = new URLSearchParams(said()).toString();
    } catch { checked = ""; }
  };
  const said = () => {
    const data = new FormData(form);
    data.delete("photos");
    return data;
  };
  let lookTimer;
  text.addEventListener("input", () => { clearTimeout(lookTimer); if (!narrow.matches) lookTimer = setTimeout(look, 900); });

  // The draft
  const KEPT = ["text", "address", "lon", "lat", "visibility", "key"];
  let keepTimer = 0;
  const rest = () => { clearTimeout(keepTimer); keepTimer = 0; };
  const keepNow = () => {
    rest();
    draft.save(Object.fromEntries(KEPT.map((name) => [name, new FormData(form).get(name) ?? ""])));
  };
  const keep = () => { rest(); keepTimer = setTimeout(keepNow, 300); };
  const forget = () => { rest(); return draft.forget(); };
  form.addEventListener("input", keep);
  // A phone that rings takes the page away in the middle of a word.
  addEventListener("pagehide", () => { if (keepTimer) keepNow(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && keepTimer) keepNow(); });
  const restore = async () => {
    const kept = draft.read();
    if (!kept || !kept.said.text || text.value) return;
    for (const name of KEPT) {
      const it = form.elements[name];
      if (kept.said[name] && (name === "key" || name === "visibility" || !it.value)) it.value = kept.said[name];
    }
    photos = (await draft.readPhotos()) ?? [];
    drawPhotos();
    tell(say.sayKept.replace("{when}", new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })), "",
      { words: say.sayDiscard, run: async () => { await forget(); location.reload(); } });
    if (!narrow.matches) { look(); if (lon.value) meaning(); }
  };

  // Sending: once. Without a line it waits and goes by itself.
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "send" && event.submitter) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send();
  }, { capture: true });
  const send = async () => {
    if (sending) return;
    if (!text.value.trim()) { if (narrow.matches) show(1); complain("text", say.sayWrite); return; }
    keepNow();
    if (!navigator.onLine) { waiting = true; tell(say.sayOffline, "warn"); note.scrollIntoView({ block: "center" }); return; }
    sending = true;
    const button = $("send"), words = button.querySelector("span"), usual = words.textContent;
    button.setAttribute("aria-busy", "true");
    words.textContent = say.saySending;
    try {
      const data = said();
      data.set("do", "send");
      for (const { file: one } of photos) data.append("photos", one, one.name);
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (answer.redirected && answer.ok) { await forget(); location.assign(answer.url); return; }
      if (answer.status >= 500) throw new Error("away");
      refused(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      waiting = true;
      tell(say.sayAway, "warn");
      note.scrollIntoView({ block: "center" });
    }
    sending = false;
    button.removeAttribute("aria-busy");
    words.textContent = usual;
  };
  addEventListener("online", () => { if (waiting) { waiting = false; tell(""); send(); } });
  addEventListener("offline", () => tell(say.sayOffline, "warn"));

  // What the server refused: its words under the fields they concern, and the first of them in view.
  const refused = (page) => {
    form.elements.key.value = page.querySelector("input[name=key]")?.value || form.elements.key.value;
    for (const id of ["kind", "similar"]) { const fresh = page.getElementById(id); if (fresh) $(id).replaceWith(fresh); }
    const summary = page.getElementById("summary");
    $("summary")?.remove();
    if (!summary) { tell(page.querySelector("main h1, main p")?.textContent ?? "", "bad"); return; }
    for (const old of form.querySelectorAll(".field.bad")) { old.classList.remove("bad"); old.querySelector("[id$=_error]")?.remove(); }
    for (const field of page.querySelectorAll(".field.bad")) {
      const mine = field.id && $(field.id), box = field.querySelector("[id$=_error]");
      if (!mine || !box || mine.querySelector("[id$=_error]")) continue;
      mine.classList.add("bad");
      (mine.querySelector("fieldset > .choices, .drop, textarea, input, select") ?? mine.firstChild).before(box);
    }
    note.after(summary);
    const first = form.querySelector(".field.bad")?.closest("[data-step]");
    if (narrow.matches && first) show(Number(first.dataset.step), { focus: false });
    summary.scrollIntoView({ block: "start" });
    summary.focus({ preventScroll: true });
    checked = "";
  };
  form.addEventListener("click", (event) => {
    const link = event.target.closest("#summary a");
    const section = link && document.querySelector(link.hash)?.closest("[data-step]");
    if (section && narrow.matches) show(Number(section.dataset.step), { focus: false });
  });

  history.replaceState({ step: 1 }, "");
  const firstBad = form.querySelector(".field.bad")?.closest("[data-step]");
  show(firstBad ? Number(firstBad.dataset.step) : form.classList.contains("review") ? 4 : 1, { focus: false });
  restore();
  if (!navigator.onLine) tell(say.sayOffline, "warn");
})();
