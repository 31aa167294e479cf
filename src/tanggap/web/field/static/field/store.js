// What the app keeps on the device. Two databases: the queue with drafts and keys, which only its owner clears, and the day's list, which
// goes when somebody signs out. Used by the page and by the service worker.
(() => {
  "use strict";
  const QUEUE = "tanggap-field", DAY = "tanggap-field-day", PHOTOS = "tanggap-field-photos";
  const STORES = { [QUEUE]: { items: { keyPath: "seq", autoIncrement: true }, drafts: { keyPath: "id" }, keys: { keyPath: "who" } }, [DAY]: { day: {} } };
  const open = {};

  const base = (name) => (open[name] ??= new Promise((done, failed) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => { for (const [store, how] of Object.entries(STORES[name])) asked.result.createObjectStore(store, how); };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); delete open[name]; };
      asked.result.onclose = () => { delete open[name]; };
      done(asked.result);
    };
    asked.onerror = () => { delete open[name]; failed(asked.error); };
  }));

  // Done when the transaction is on the disk, not when the request was heard.
  const run = async (name, store, mode, act) => {
    const db = await base(name);
    return new Promise((done, failed) => {
      const way = db.transaction(store, mode, { durability: "strict" }), asked = act(way.objectStore(store));
      way.oncomplete = () => done(asked?.result);
      way.onabort = way.onerror = () => failed(way.error ?? asked?.error ?? new Error("aborted"));
    });
  };
  const isFull = (error) => error?.name === "QuotaExceededError";
  const forget = (name) => { delete open[name]; return new Promise((done) => { const asked = indexedDB.deleteDatabase(name); asked.onsuccess = asked.onerror = asked.onblocked = done; }); };

  globalThis.tanggapField = Object.assign(globalThis.tanggapField ?? {}, {
    PHOTOS, isFull,
    items: () => run(QUEUE, "items", "readonly", (it) => it.getAll()),
    put: (item) => run(QUEUE, "items", "readwrite", (it) => it.put(item)),
    // The item is kept and its draft is gone, both or neither: nothing is made twice out of one draft.
    async enqueue(item, draft) {
      const db = await base(QUEUE);
      return new Promise((done, failed) => {
        const way = db.transaction(["items", "drafts"], "readwrite", { durability: "strict" });
        way.objectStore("items").put(item);
        if (draft) way.objectStore("drafts").delete(draft);
        way.oncomplete = () => done();
        way.onabort = way.onerror = () => failed(way.error ?? new Error("aborted"));
      });
    },
    // Back into a draft, to be changed: the reverse of enqueue.
    async reopen(item, draft) {
      const db = await base(QUEUE);
      return new Promise((done, failed) => {
        const way = db.transaction(["items", "drafts"], "readwrite", { durability: "strict" });
        way.objectStore("drafts").put(draft);
        way.objectStore("items").delete(item.seq);
        way.oncomplete = () => done();
        way.onabort = way.onerror = () => failed(way.error ?? new Error("aborted"));
      });
    },
    drafts: () => run(QUEUE, "drafts", "readonly", (it) => it.getAll()),
    drop: (seq) => run(QUEUE, "items", "readwrite", (it) => it.delete(seq)),
    draft: (id) => run(QUEUE, "drafts", "readonly", (it) => it.get(id)),
    saveDraft: (draft) => run(QUEUE, "drafts", "readwrite", (it) => it.put(draft)),
    dropDraft: (id) => run(QUEUE, "drafts", "readwrite", (it) => it.delete(id)),
    key: (who) => run(QUEUE, "keys", "readonly", (it) => it.get(who)),
    saveKey: (key) => run(QUEUE, "keys", "readwrite", (it) => it.put(key)),
    day: () => run(DAY, "day", "readonly", (it) => it.get("day")),
    saveDay: (day) => run(DAY, "day", "readwrite", (it) => it.put(day, "day")),
    async forgetDay() { await run(DAY, "day", "readwrite", (it) => it.clear()); await caches.delete(PHOTOS); },
    async forgetAll() {
      for (const db of await Promise.allSettled(Object.values(open))) db.value?.close();
      await Promise.all([forget(QUEUE), forget(DAY), caches.delete(PHOTOS)]);
    },
  });
})();
