// Sends what waits: one item at a time, in order for each report, each until it hears that it arrived. One sender a device, whether page or
// service worker. What is not taken stays, with the reason, until its owner decides.
(() => {
  "use strict";
  const F = globalThis.tanggapField;
  const FIRST_WAIT = 5_000, LONGEST_WAIT = 15 * 60_000, PATIENCE = 120_000;
  const where = { list: "/field/daftar.json", send: "/field/kirim/", register: "/field/kunci/" };

  // Twice as long each time, and never two phones in step.
  const wait = (tries) => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 10)) * (0.5 + Math.random());

  // null: no line. A redirect is the sign-in page.
  const ask = async (address, options = {}) => {
    try {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
      if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "sign_in" };
      const told = await answer.json().catch(() => null);
      return told ? { status: answer.status, ...told } : { state: "later", status: answer.status };
    } catch { return null; }
  };

  const read = async () => {
    const day = await ask(where.list);
    if (day?.who) await F.saveDay(day).catch(() => undefined);
    return day;
  };

  // The key of this person on this device, registered; none where the device cannot or must not have one.
  const registered = async (day) => {
    const key = await F.key(day.who.id).catch(() => null);
    if (!key || key.id || key.refused) return key;
    const told = await ask(where.register, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": day.csrf }, body: JSON.stringify({ public: key.public, label: key.label }) });
    if (told?.key) await F.saveKey({ ...key, id: told.key });
    return told?.key ? { ...key, id: told.key } : key;
  };

  const form = (item, key) => {
    const body = new FormData();
    for (const name of ["act", "code", "version", "who"]) body.set(name, item[name]);
    body.set("item", item.key);
    for (const [name, said] of Object.entries(item.fields)) body.set(name, said);
    for (const point of item.points ?? []) body.append("points", point);
    item.photos.forEach((photo, number) => body.append("photos", photo.blob, `${item.code}-${number + 1}.jpg`));
    body.set("captured", JSON.stringify(item.photos.map((photo) => ({ ...photo.told, key: photo.told.signature ? key?.id ?? "" : "" }))));
    body.set("now", new Date().toISOString());
    return body;
  };

  const settle = async (item, told, queue) => {
    if (told === null || told.state === "later" || told.status >= 500) {
      item.tries = (item.tries ?? 0) + 1;
      item.next_at = Date.now() + wait(item.tries);
      item.state = "waiting";
      return F.put(item);
    }
    if (told.state === "done" || told.state === "again") {
      await F.drop(item.seq);
      // What was made on top of it was made on top of what it made.
      for (const later of queue) if (later.code === item.code && later.who === item.who && later.seq > item.seq && later.version < told.version) {
        later.version = told.version;
        await F.put(later);
      }
      return undefined;
    }
    item.state = told.state === "conflict" ? "conflict" : "refused";
    item.answer = { why: told.why ?? "", errors: told.errors ?? {}, happened: told.happened ?? [], options: told.options ?? ["discard"], version: told.version, now: told.now ?? "" };
    return F.put(item);
  };

  const work = async (hurry, tell) => {
    let queue = await F.items();
    const day = await read();
    if (day === null) return { state: "offline" };
    if (!day.who) return { state: day.state === "sign_in" ? "sign_in" : "later" };
    const key = await registered(day), held = new Set(), arrived = [];
    for (const { seq } of [...queue]) {
      queue = await F.items();
      const item = queue.find((it) => it.seq === seq);
      if (!item || item.who !== day.who.id) continue;
      const isDue = hurry || (item.next_at ?? 0) <= Date.now();
      if (held.has(item.code) || item.state !== "waiting" || !isDue) { held.add(item.code); continue; }
      tell?.("sending");
      const told = await ask(where.send, { method: "POST", headers: { "X-CSRFToken": day.csrf }, body: form(item, key) });
      if (told?.state === "sign_in" || told?.state === "other" || told?.status === 403 && !told.state) return { state: "sign_in", arrived };
      await settle(item, told, queue);
      if (told?.state === "done" || told?.state === "again") arrived.push(item); else held.add(item.code);
      tell?.("sent");
    }
    const fresh = arrived.length ? await read() : day;
    return { state: "sent", day: fresh?.who ? fresh : day, arrived };
  };

  // While one sends, another looks again afterwards instead of sending beside it.
  const send = ({ hurry = false, tell } = {}) => navigator.locks.request("tanggap-field-outbox", () => work(hurry, tell));
  Object.assign(globalThis.tanggapField, { send, wait });
})();
