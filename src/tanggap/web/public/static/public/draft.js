// The draft of a report, kept on this device only: words in localStorage, photos in IndexedDB. Gone once the report is in, or after a week.
(() => {
  "use strict";
  const KEY = "tanggap-draft", WEEK = 7 * 24 * 3600 * 1000;
  const base = () => new Promise((done, failed) => {
    const asked = indexedDB.open(KEY, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const photos = async (mode, act) => {
    try {
      const open = await base();
      return await new Promise((done, failed) => {
        const store = open.transaction("photos", mode).objectStore("photos");
        const asked = act(store);
        asked.onsuccess = () => { open.close(); done(asked.result); };
        asked.onerror = () => { open.close(); failed(asked.error); };
      });
    } catch { return undefined; }
  };
  const draft = {
    save(said) { try { localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), said })); } catch { /* a full or closed store costs the draft, not the report */ } },
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem(KEY));
        if (kept && Date.now() - kept.at < WEEK) return kept;
      } catch { /* unreadable is none */ }
      return null;
    },
    savePhotos: (files) => photos("readwrite", (store) => store.put(files, "files")),
    readPhotos: () => photos("readonly", (store) => store.get("files")),
    forget() {
      try { localStorage.removeItem(KEY); } catch { /* nothing kept */ }
      return photos("readwrite", (store) => store.clear());
    },
  };
  globalThis.tanggap = Object.assign(globalThis.tanggap ?? {}, { draft });
  if (document.querySelector("[data-draft-sent]")) draft.forget();
})();
