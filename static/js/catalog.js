import "./shop.js";

// The catalogue: what is chosen shows at once. A change fetches the page that it leads to and puts that page's parts in
// the place of ours; the address says what was chosen, so that coming back, reloading and sharing show the same.
// Whatever cannot be fetched is gone to, as it is without this script.

const form = document.getElementById("saringan");
const sheet = document.getElementById("saring");
const results = document.getElementById("hasil");
const onPhone = matchMedia("(max-width: 59.99rem)");
let waiting = new AbortController();

// The address of what is chosen, in the one order in which the shop says it.
function wanted() {
  const words = [...new FormData(form)].filter(([, word]) => word.trim());
  words.sort(([name, word], [other, value]) => (name === other ? word > value : name > other) || -1);
  const said = new URLSearchParams(words).toString();
  return form.action + (said && `?${said}`);
}

async function show(address) {
  waiting.abort();
  waiting = new AbortController();
  results.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { signal: waiting.signal });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  swap(page);
  results.removeAttribute("aria-busy");
  return answer.url;
}

function swap(page) {
  const held = document.activeElement;
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    // What is said aloud is only said again when it differs.
    if (fresh && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
  }
  const others = page.querySelectorAll("a[hreflang]");
  document.querySelectorAll("a[hreflang]").forEach((link, i) => (link.href = others[i].href));
  form.elements.q.value = page.getElementById("q").value;
  document.title = page.title;
  if (!held.isConnected) follow(held);
}

// The focus stays on what was chosen; when that is gone, it is on what was found.
function follow(held) {
  const same = held.name && form.querySelector(`[name="${held.name}"][value="${held.value}"]`);
  const next = same || results.querySelector("[data-swap]") || document.getElementById("isi");
  next.focus({ preventScroll: true });
}

async function go(address) {
  try {
    const arrived = await show(address);
    if (arrived === location.href) return;
    history.replaceState({ y: scrollY }, "");
    history.pushState(null, "", arrived);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

async function back(event) {
  try {
    await show(location.href);
    scrollTo(0, event.state?.y ?? 0);
  } catch (error) {
    if (error.name !== "AbortError") location.reload();
  }
}

// On a phone the choices lie over the page: what is beneath them is out of reach until they are put away.
function cover() {
  const covered = sheet.open && onPhone.matches;
  for (const part of document.querySelectorAll("body > header, body > footer, .heading, .browse > :not(.sieve)")) part.inert = covered;
}

function putAway() {
  if (!sheet.open || !onPhone.matches) return;
  sheet.open = false;
  sheet.querySelector("summary").focus();
}

document.addEventListener("change", (event) => {
  if (event.target.form === form && event.target.name !== "q") go(wanted());
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  form.elements.q.blur();
  putAway();
  go(wanted());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") putAway();
});
sheet.addEventListener("toggle", cover);
onPhone.addEventListener("change", cover);
addEventListener("popstate", back);
form.dataset.live = "";
if (location.hash === "#q") form.elements.q.focus();
