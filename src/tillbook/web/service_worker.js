// Keeps the page's own files, so that the till opens at once and also while the server is away. It never touches
// the API: what a shop knows is asked for anew each time, and nothing of a person is kept.
// VERSION and FILES stand before this text; a version's files lie under an address of their own.
const SHELL = "/";
const SHELL_MS_MAX = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(VERSION);
    await cache.addAll([SHELL, ...FILES]);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    // Pages that are open still load files of the version before; older ones are gone.
    const others = (await caches.keys()).filter((name) => name !== VERSION);
    await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

async function shell(request) {
  const cache = await caches.open(VERSION);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(SHELL_MS_MAX) });
    if (answer.ok) return answer;
  } catch {
    // Away: the kept page says so itself.
  }
  return (await cache.match(SHELL)) ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === SHELL) event.respondWith(shell(request));
  else if (/^\/static\/[^/]+\/till\//.test(address.pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
