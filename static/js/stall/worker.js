// Keeps one fair's till on the telephone. VERSION and TOLD stand above: what to keep, and where pictures are.
// It answers for nothing else, and never for what is sent.
const NAME = `stall ${TOLD.page} `;
const APP = NAME + VERSION;
const PICTURES = `${NAME}pictures`;

// A page that only leads to signing in is none to keep.
async function keep(cache, address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${address}`);
  await cache.put(address, answer);
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(APP)
      .then((cache) => Promise.all(TOLD.kept.map((address) => keep(cache, address))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(NAME) && name !== APP && name !== PICTURES;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const fromApp = async (request) =>
  (await (await caches.open(APP)).match(request, { ignoreSearch: request.mode === "navigate" })) ?? fetch(request);

// Pictures never change under their address.
async function picture(request) {
  const cache = await caches.open(PICTURES);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const path = address.pathname + address.search;
  if (address.pathname === TOLD.page || TOLD.kept.includes(path)) event.respondWith(fromApp(request));
  else if (address.pathname.startsWith(TOLD.photos)) event.respondWith(picture(request));
});
