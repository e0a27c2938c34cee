import "./combobox.js";

// What every page can do a little better with a script; without one, each still works.

const ready = document.documentElement;

// Fulfilled once something is to be seen, so that what is less urgent does not keep it waiting.
const painted = new Promise((fulfil) => {
  if (!PerformanceObserver.supportedEntryTypes?.includes("paint")) return fulfil();
  new PerformanceObserver(fulfil).observe({ type: "paint", buffered: true });
});

// Public pages are the same for everybody: who is here, and what is in the basket, comes apart from them.
async function greet() {
  const address = ready.dataset.visitor;
  if (!address) return;
  await painted;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const visitor = await answer.json();
  for (const place of document.querySelectorAll("[data-basket]")) place.textContent = visitor.basket || "";
  if (visitor.name) for (const place of document.querySelectorAll("[data-name]")) place.textContent = visitor.name;
  for (const place of document.querySelectorAll("[data-staff]")) place.hidden = !visitor.staff;
}

// A strip of photos: the thumbnails move it sideways only, and show which one is in view.
function leaf(gallery) {
  const strip = gallery.querySelector(".strip");
  const thumbs = [...gallery.querySelectorAll(".thumbs a")];
  if (!strip || thumbs.length < 2) return;
  const photos = thumbs.map((thumb) => document.getElementById(thumb.hash.slice(1)));
  const mark = (chosen) =>
    thumbs.forEach((thumb, i) =>
      photos[i] === chosen ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current"),
    );
  const seen = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(entry.target)),
    { root: strip, threshold: 0.6 },
  );
  photos.filter(Boolean).forEach((photo) => seen.observe(photo));
  thumbs.forEach((thumb, i) =>
    thumb.addEventListener("click", (event) => {
      if (!photos[i]) return;
      event.preventDefault();
      strip.scrollTo({ left: photos[i].offsetLeft - strip.offsetLeft });
    }),
  );
}

// A button with data-copy puts that text on the clipboard and says so in its own words (data-copied).
function offerCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const words = button.querySelector("[data-words]") ?? button;
  const before = words.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = button.dataset.copied;
    setTimeout(() => (words.textContent = before), 2000);
  });
}

// A form is sent once. The buttons come alive again when the page is shown again (back button, or a kept page).
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  // After this event, so that the pressed button's own name and value are still sent.
  setTimeout(() => mark(form, "true"));
}

function mark(form, busy) {
  for (const button of form.elements) if (button.type === "submit") button.setAttribute("aria-busy", busy);
}

function wake() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    mark(form, "false");
  }
}

document.addEventListener("submit", sendOnce);
// Once all that is in view has come, and when a kept page is shown again: it shows what was true then.
addEventListener("pageshow", () => {
  wake();
  greet();
});
document.querySelectorAll(".gallery").forEach(leaf);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
// Where the rooms stand in a strip, this one comes into view.
document.querySelector(".side nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
// A filter that is changed is a filter that is asked for.
document.querySelectorAll("form[data-eager]").forEach((form) => form.addEventListener("change", () => form.requestSubmit()));
// A form with nothing to fill in, whose answer the visitor is waiting for, sends itself.
document.querySelectorAll("form[data-send-now]").forEach((form) => form.requestSubmit());
