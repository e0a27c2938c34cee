// What the telephone keeps: entries that wait or were sent, and what it knows of the fair. One database for each fair.
const STORES = ["entries", "known"];

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function open(name) {
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("entries", { keyPath: "id" });
    asked.result.createObjectStore("known");
  };
  const database = await done(asked);

  // Whatever is said to be kept is on the disk before we say so.
  const write = (act) =>
    new Promise((resolve, reject) => {
      const change = database.transaction(STORES, "readwrite", { durability: "strict" });
      change.oncomplete = () => resolve();
      change.onabort = change.onerror = () => reject(change.error);
      act(change.objectStore("entries"), change.objectStore("known"));
    });
  const read = (store) => database.transaction(store).objectStore(store);

  return {
    // An entry, and what is known to have changed with it, both or neither.
    add: (entry, name, value) =>
      write((entries, known) => {
        entries.add(entry);
        if (name) known.put(value, name);
      }),
    put: (...changed) => write((entries) => changed.forEach((entry) => entries.put(entry))),
    remove: (...ids) => write((entries) => ids.forEach((id) => entries.delete(id))),
    all: () => done(read("entries").getAll()),
    know: (name, value) => write((_, known) => known.put(value, name)),
    known: (name) => done(read("known").get(name)),
  };
}

// A name that no other telephone gives; browsers without randomUUID have the same by hand.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
