// The service worker of the field app (scope /field/): keeps the app's parts and its page without anybody's list, and sends the queue when
// the line is back. The list lies in the device's database; its photos in a store that goes with it. No other page is ever kept.
importScripts(...APP.scripts);
const STORE = `tanggap-field-app-${APP.version}`, SLOW = 3500;
const isPart = new Set([...APP.parts, ...APP.map].map((path) => new URL(path, location).href));

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const store = await caches.open(STORE);
  await store.addAll([APP.shell, ...APP.parts].map((path) => new Request(path, { cache: "no-cache", credentials: "same-origin" })));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("tanggap-field-app-") && name !== STORE) await caches.delete(name);
  await self.clients.claim();
})()));

// The page with a line that answers, else the app without a list: it has its own on the device.
const page = async (request) => {
  const store = await caches.open(STORE);
  const slow = new Promise((done) => setTimeout(done, SLOW));
  const answer = await Promise.race([fetch(request).catch(() => undefined), slow]);
  if (answer && answer.status < 500) return answer;
  return (await store.match(APP.shell)) ?? answer ?? Response.error();
};

const part = async (request) => {
  const store = await caches.open(STORE), kept = await store.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
};

const photo = async (request) => {
  const store = await caches.open(tanggapField.PHOTOS);
  return (await store.match(request, { ignoreVary: true })) ?? fetch(request);
};

self.addEventListener("fetch", (event) => {
  const { request } = event, { pathname, href, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === APP.start) event.respondWith(page(request));
  else if (isPart.has(href)) event.respondWith(part(request));
  else if (pathname.startsWith("/foto/")) event.respondWith(photo(request));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "tanggap-field") event.waitUntil(tanggapField.send({ hurry: true }).then((told) => {
    if (told.state === "offline") throw new Error("no line");
  }));
});
