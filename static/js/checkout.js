import "./shop.js";

// Ordering: regions that follow each other, prices that follow the destination, and mistakes said where they are made.
// Nothing is computed here: every amount comes from the shop, ready to show. Without this script the form's own buttons
// do the same.

const form = document.querySelector("form.checkout");
const field = (name) => form.elements[name];
const LEVELS = ["province", "regency", "district", "village"];

const ways = form.querySelector("[data-ways]");
const helpers = form.querySelectorAll("[data-without-script]");

function setHelpers(hidden) {
  helpers.forEach((part) => (part.hidden = hidden));
}

// Regions

async function children(parent) {
  const answer = await fetch(`${form.dataset.regions}?parent=${encodeURIComponent(parent)}`);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function fill(select, regions, chosen = "") {
  const none = new Option(regions.length ? form.dataset.choose : "–", "");
  select.replaceChildren(none, ...regions.map((region) => new Option(region.name, region.code)));
  select.value = chosen;
}

function clearBelow(level) {
  for (const name of LEVELS.slice(level + 1)) fill(field(name), []);
  showPostcode("");
}

function showPostcode(postcode) {
  form.querySelector("[data-postcode]").textContent = postcode;
  form.querySelector("[data-postcode-line]").hidden = !postcode;
}

async function descend(level) {
  const chosen = field(LEVELS[level]).value;
  clearBelow(level);
  if (level < 3 && chosen) fill(field(LEVELS[level + 1]), await children(chosen));
  await price();
}

async function take(village) {
  const codes = [2, 5, 8, 13].map((length) => village.code.slice(0, length));
  field("province").value = codes[0];
  const below = await Promise.all(codes.slice(0, 3).map(children));
  below.forEach((regions, i) => fill(field(LEVELS[i + 1]), regions, codes[i + 1]));
  showPostcode(village.postcode);
  LEVELS.forEach((name) => say(field(name), ""));
  await price();
}

// Prices

let asking = 0;

async function price() {
  if (!ways) return;
  const mine = ++asking;
  const said = new URLSearchParams({
    destination: field("destination").value,
    village: field("village").value,
    courier: field("courier")?.value ?? "",
    pieces: field("pieces")?.value ?? "",
    voucher: field("voucher")?.value ?? "",
  });
  ways.setAttribute("aria-busy", "true");
  const answer = await fetch(`${form.dataset.options}?${said}`);
  if (!answer.ok) throw new Error(answer.status);
  const part = await answer.text();
  if (mine !== asking) return;
  ways.innerHTML = part;
  ways.removeAttribute("aria-busy");
  total();
}

function total() {
  if (!ways) return;
  const way = ways.querySelector("[name=courier]:checked") ?? ways.querySelector("[data-expected]");
  if (!way) return;
  show("label", way.dataset.label);
  show("total", way.dataset.total);
  show("shipping", way.dataset.shipping);
  field("expected_total").value = way.dataset.expected;
  field("seen_shipping").value = way.dataset.rupiah;
  if (way.dataset.postcode) showPostcode(way.dataset.postcode);
  form.querySelector("[data-pay]").hidden = "awaits" in way.dataset;
}

function show(what, text) {
  document.querySelectorAll(`[data-show=${what}]`).forEach((place) => (place.textContent = text));
}

// Mistakes

// What the shop says of what is written, for the rules are its own: it is asked once.
const answers = new Map();
const written = (input) => `${input.name}=${input.value}`;
const isAnswered = (input) =>
  !("checked" in input.dataset) || !input.value.trim() || answers.has(written(input));

async function learn(input) {
  if (isAnswered(input)) return;
  const asked = written(input);
  const body = new URLSearchParams({ destination: field("destination").value, [input.name]: input.value });
  const answer = await fetch(form.dataset.check, { method: "POST", body });
  if (answer.ok) answers.set(asked, (await answer.json())[input.name]);
}

function mistake(input) {
  if (input.value.trim()) return answers.get(written(input)) ?? "";
  return input.required ? (input.dataset.missing ?? form.dataset.missing) : "";
}

function say(input, words) {
  const id = `${input.id}-error`;
  const others = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  document.getElementById(id)?.remove();
  if (words) {
    input.before(Object.assign(document.createElement("span"), { id, className: "error", textContent: words }));
    others.push(id);
  }
  input.toggleAttribute("aria-invalid", Boolean(words));
  if (words) input.setAttribute("aria-invalid", "true");
  if (others.length) input.setAttribute("aria-describedby", others.join(" "));
  else input.removeAttribute("aria-describedby");
}

function check(input) {
  const words = mistake(input);
  say(input, words);
  return !words;
}

// Whoever has gone on to the next field hears what is wrong with the one before.
const told = form.querySelector("[data-told]");

function tell(input) {
  const words = mistake(input);
  told.textContent = words && `${input.labels[0].firstChild.textContent.trim()}: ${words}`;
}

const asked = () => [...form.elements].filter((one) => one.matches("input, select, textarea") && one.id && one.offsetParent);

// Where the shop cannot be asked, it says what is wrong when the form is sent.
const unheard = () => {};

form.addEventListener("focusout", async ({ target: left }) => {
  // Who only passes by on the way to another field is told nothing yet.
  if (!left.matches("input, textarea") || !left.id || !(left.value.trim() || left.dataset.typed)) return;
  await learn(left).catch(unheard);
  if (!check(left) || told.textContent) tell(left);
});

async function mend(input) {
  await learn(input).catch(unheard);
  if (!isAnswered(input) || mistake(input)) return;
  say(input, "");
  told.textContent = "";
}

let pause;
form.addEventListener("input", ({ target }) => {
  target.dataset.typed = "yes";
  clearTimeout(pause);
  if (target.getAttribute("aria-invalid")) pause = setTimeout(mend, 300, target);
});
form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter.value !== "place") return;
  const wrong = asked().filter((input) => !check(input));
  if (!wrong.length) return;
  event.preventDefault();
  wrong[0].focus();
});
// Enter in a field would press the form's first button; where one looks for something, that is the right one.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input:not([type=submit], [type=search])")) event.preventDefault();
});

// While a total is being asked for, nobody agrees to the one before it.
const agree = [...form.elements].find((one) => one.value === "place");
let underway = 0;

// What cannot be fetched is done by the form's own buttons.
async function orElse(doing) {
  agree.disabled = Boolean(++underway);
  try {
    await doing;
  } catch {
    setHelpers(false);
    ways?.removeAttribute("aria-busy");
  }
  agree.disabled = Boolean(--underway);
}

form.addEventListener("choose", (event) => orElse(take(event.detail)));
form.addEventListener("change", (event) => {
  const { name } = event.target;
  if (LEVELS.includes(name)) orElse(descend(LEVELS.indexOf(name)));
  else if (name === "destination") orElse(price());
  else if (name === "courier") total();
  else if ("recount" in event.target.dataset) form.requestSubmit(form.querySelector("[value=count]"));
});

// How much more fits in, beneath what is written.

for (const input of form.querySelectorAll("[data-counted]")) {
  const left = Object.assign(document.createElement("p"), { className: "hint" });
  const count = () => (left.textContent = `${input.maxLength - input.value.length} ${input.dataset.counted}`);
  input.after(left);
  input.addEventListener("input", count);
  count();
}

setHelpers(true);
total();
document.getElementById("perubahan")?.focus();
