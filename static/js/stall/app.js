// The till: sells without signal, and sends what it wrote down when there is some. Words stand in the page.
const part = (name) => import(document.querySelector(`link[data-part="${name}"]`).href);
const PARTS = ["qris", "qr", "store", "receipt", "photo"];
const [qris, qr, { open, newId }, receipt, { small }] = await Promise.all(PARTS.map(part));
const { money } = receipt;

const { name, page, worker, goods, send: sendTo, photos, signIn, words: said } = document.body.dataset;
const words = JSON.parse(said);
const $ = (what, within = document) => within.querySelector(`[data-${what}]`);
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, of) => values[of]);
const digits = (text) => Number(String(text).replace(/\D/g, "").slice(0, 12));
const dotted = (rupiah) => money(rupiah).slice(3);
const AT_ONCE = 25;
const AGAIN = 20_000;
const LET_GO = 2 * 24 * 3600_000;
const QRIS_MOST = 10_000_000;
// What the shop takes in one sale.
const MOST_PIECES = 200;
const MOST_RUPIAH = 999_999_999_999;
const seen = (input, least = 1) => input.value.trim().length >= least && /[\p{L}\p{N}]/u.test(input.value);

const store = await open(`kasir ${name}`);
const device = (await store.known("device")) ?? newId();
await store.know("device", device);
let known = await store.known("goods");
let entries = await store.all();
let tally = (await store.known("tally")) ?? { visitors: 0, at: "" };
const basket = new Map();
let signal = navigator.onLine ? "first" : "waiting";

const today = (at = new Date()) => new Date(at).toLocaleDateString("sv-SE", { timeZone: "Asia/Jakarta" });
const hourOf = (at) => Number(new Date(at).toLocaleTimeString("sv-SE", { timeZone: "Asia/Jakarta" }).slice(0, 2));
const waiting = () => entries.filter((entry) => entry.state === "waiting");
// A photo is sent by itself, after the entry that it belongs to is in.
const written = () => waiting().filter((entry) => entry.kind !== "photo");
const tell = (text, kind = "") => {
  $("say").textContent = text;
  $("say").className = `say ${kind}`;
};

// ---- What waits, and sending it -------------------------------------------------------------------------------------

async function write(kind, told) {
  const entry = { id: newId(), kind, at: new Date().toISOString(), officer: known?.who.id, state: "waiting", ...told };
  await store.add(entry);
  entries.push(entry);
  navigator.storage?.persist?.();
  show();
  send();
  return entry;
}

// Of what is in at the shop no person's data stays here.
function forget(entry) {
  for (const own of ["name", "phone", "note", "contact", "interest", "consent"]) delete entry[own];
  if (entry.send) entry.send = { shipping: entry.send.shipping };
}

async function heard(answers, now) {
  const gone = [];
  for (const { id, answer, reason, orders } of answers) {
    const entry = entries.find((each) => each.id === id);
    if (!entry) continue;
    if (answer === "refused") Object.assign(entry, { state: "refused", reason });
    else {
      Object.assign(entry, { state: reason ? "conflict" : "sent", reason, orders, sent: now });
      if (entry.kind === "lead" && !entry.photo) gone.push(id);
      else forget(entry);
      if (entry.kind === "lead") Object.assign(entry, { kind: "photo", state: "waiting" });
    }
  }
  entries = entries.filter((entry) => !gone.includes(entry.id));
  await store.put(...entries.filter((entry) => answers.some(({ id }) => id === entry.id)));
  await store.remove(...gone);
}

async function sendPhoto(entry) {
  const body = new FormData();
  body.append("photo", entry.photo, "foto.jpg");
  const answer = await fetch(photos + entry.id, { method: "POST", body, redirect: "error" });
  if (answer.status === 403 || answer.status === 401) throw new Error("session");
  if (answer.status >= 500 || answer.status === 429) throw new Error("down");
  entries = entries.filter((each) => each !== entry);
  await store.remove(entry.id);
  // Who is forgotten at the shop has no photo there either.
  if (!answer.ok && answer.status !== 404) tell(say("photorefused"), "warn");
}

async function post(batch) {
  const told = batch.map(({ photo: _, ...entry }) => entry);
  const body = JSON.stringify({ device, sent_at: new Date().toISOString(), entries: told });
  const answer = await fetch(sendTo, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    redirect: "error",
  });
  if (answer.status === 403 || answer.status === 401) throw new Error("session");
  if ((answer.status === 413 || answer.status === 422) && batch.length > 1) {
    for (const entry of batch) await post([entry]);
    return;
  }
  if (answer.status === 422) return heard([{ id: batch[0].id, answer: "refused", reason: say("unread") }]);
  if (!answer.ok) throw new Error("down");
  const { answers, now } = await answer.json();
  await heard(answers, now);
}

async function learn() {
  const answer = await fetch(goods, { redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("session");
  if (!answer.ok) throw new Error("down");
  known = await answer.json();
  await store.know("goods", known);
  const off = Math.round((Date.now() - Date.parse(known.now)) / 60_000);
  if (Math.abs(off) > 1) tell(say("clock", { n: Math.abs(off) }), "warn");
  for (const { picture } of known.pieces) if (picture) fetch(picture).catch(() => {});
}

let busy = false;
async function send() {
  if (busy) return;
  busy = true;
  try {
    await fold();
    if (waiting().length) signal = "sending";
    paintSignal();
    for (let batch; (batch = written().slice(0, AT_ONCE)).length; ) await post(batch);
    for (const entry of waiting()) await sendPhoto(entry);
    await learn();
    signal = "ready";
  } catch (error) {
    // Without signal fetch throws an error of its own.
    signal = error.message === "session" ? "session" : "waiting";
  } finally {
    busy = false;
    show();
  }
}

// Visitors are counted here, and written down as one entry when there is a moment for it.
async function fold() {
  if (!tally.visitors) return;
  const entry = { id: newId(), kind: "visitors", at: tally.at, state: "waiting", visitors: tally.visitors };
  tally = { visitors: 0, at: "" };
  await store.add(entry, "tally", tally);
  entries.push(entry);
}

function paintSignal() {
  const look = entries.filter((entry) => ["conflict", "refused"].includes(entry.state)).length;
  const count = waiting().length;
  const key = signal === "ready" ? (look ? "look" : count ? "waiting" : "ready") : signal;
  const shown = key === "waiting" && !count ? "ready" : key;
  $("signal").textContent = say(signal === "waiting" && !known ? "offline" : shown, { n: shown === "look" ? look : count });
  $("signal").dataset.signal = shown;
}

// ---- Selling ---------------------------------------------------------------------------------------------------------

// Pieces that are still there: what the shop knew, without what was sold here since.
function left(piece) {
  const since = entries.filter(
    (entry) => entry.kind === "sale" && (entry.state === "waiting" || Date.parse(entry.sent) > Date.parse(known.now)),
  );
  const lines = since.flatMap((entry) => entry.lines).filter((line) => line.variant === piece.variant);
  return piece.out - lines.reduce((sum, line) => sum + line.quantity, 0);
}

const CODE = new Map([..."ilo"].map((letter, at) => [letter, "110"[at]]));
function found(scanned) {
  const text = scanned.trim().toLowerCase().split("?")[0].replace(/\/+$/, "");
  const code = [...text.split("/").at(-1)].map((letter) => CODE.get(letter) ?? letter).join("");
  return known?.pieces.find((piece) => piece.code === code || piece.sku.toLowerCase() === text);
}

function take(piece) {
  const line = basket.get(piece.variant) ?? { piece, quantity: 0, price: piece.price };
  basket.set(piece.variant, { ...line, quantity: line.quantity + 1 });
  tell(say("added", { title: piece.title }));
  show();
}

const sumOf = () => [...basket.values()].reduce((sum, line) => sum + line.price * line.quantity, 0);
const countOf = () => [...basket.values()].reduce((sum, line) => sum + line.quantity, 0);

function paintPieces() {
  const wanted = $("find").elements.code.value.trim().toLowerCase();
  const shown = (known?.pieces ?? []).filter((piece) => `${piece.title} ${piece.code} ${piece.sku}`.toLowerCase().includes(wanted));
  $("empty").hidden = !known || known.pieces.length > 0;
  $("pieces").replaceChildren(
    ...shown.map((piece) => {
      const item = document.getElementById("piece").content.cloneNode(true).firstElementChild;
      const button = item.querySelector("button");
      const image = item.querySelector("img");
      if (piece.picture) image.src = piece.picture;
      else image.hidden = true;
      item.querySelector(".title").textContent = piece.title;
      item.querySelector(".label").textContent = [piece.label, piece.code].filter(Boolean).join(" · ");
      item.querySelector(".price").textContent = money(piece.price);
      const there = left(piece) - (basket.get(piece.variant)?.quantity ?? 0);
      item.querySelector(".left").textContent = there > 0 ? say("left", { n: there }) : say("none");
      button.classList.toggle("gone", there <= 0);
      button.classList.toggle("taken", basket.has(piece.variant));
      button.dataset.variant = piece.variant;
      return item;
    }),
  );
}

function paintBasket() {
  $("basket").hidden = !countOf() || !$("tab").hasAttribute("aria-current");
  $("count").textContent = say("pieces", { n: countOf() });
  $("sum").textContent = money(sumOf());
}

// ---- Paying ----------------------------------------------------------------------------------------------------------

const paying = $("paying");
const shippingOf = () => (paying.elements.later.checked ? digits(paying.elements.shipping.value) : 0);
const totalOf = () => sumOf() + shippingOf();

function paintLines() {
  $("lines").replaceChildren(
    ...[...basket.values()].map((line) => {
      const item = document.getElementById("line").content.cloneNode(true).firstElementChild;
      item.querySelector(".title").textContent = line.piece.title;
      item.querySelector(".quantity").textContent = line.quantity;
      const change = (by) => {
        const quantity = line.quantity + by;
        if (quantity) basket.set(line.piece.variant, { ...line, quantity });
        else basket.delete(line.piece.variant);
        if (basket.size) paintPay();
        else $("pay").close();
        show();
      };
      item.querySelector(".less").addEventListener("click", () => change(-1));
      item.querySelector(".add").addEventListener("click", () => change(1));
      const price = item.querySelector("input");
      price.value = dotted(line.price);
      const other = item.querySelector(".listed");
      other.textContent = say("listed", { amount: money(line.piece.price) });
      other.hidden = line.price === line.piece.price;
      price.addEventListener("input", () => {
        line.price = digits(price.value);
        other.hidden = line.price === line.piece.price;
        paintWay();
        paintBasket();
      });
      return item;
    }),
  );
}

function paintQris() {
  const total = totalOf();
  const wrong = $("noqris");
  wrong.hidden = true;
  $("qr").hidden = true;
  $("seller").textContent = $("nmid").textContent = "";
  try {
    if (!known.qris) throw new Error("noqris");
    if (total > QRIS_MOST) throw new Error("qrismost");
    if (!total) return;
    const { name: who, town, nmid } = qris.seller(known.qris);
    $("qr").width = 560;
    qr.draw($("qr"), qris.asking(known.qris, total));
    $("qr").hidden = false;
    $("seller").textContent = `${who}, ${town}`;
    $("nmid").textContent = nmid && `NMID ${nmid}`;
  } catch (error) {
    wrong.textContent = say(words[error.message] ? error.message : "badqris");
    wrong.hidden = false;
  }
}

function paintWay() {
  const total = totalOf();
  const method = paying.elements.method.value;
  $("total").textContent = money(total);
  for (const way of document.querySelectorAll("[data-way]")) way.hidden = way.dataset.way !== method;
  if (method === "qris") paintQris();
  const given = digits(paying.elements.given.value) || total;
  $("change").textContent = given < total ? say("short", { amount: money(total - given) }) : money(given - total);
  const offered = [...new Set([50_000, 100_000, 500_000].map((note) => Math.ceil(total / note) * note))];
  $("notes").replaceChildren(
    ...[total, ...offered.filter((amount) => amount > total)].map((amount) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button second small";
      button.textContent = amount === total ? say("exact") : dotted(amount);
      button.addEventListener("click", () => {
        paying.elements.given.value = dotted(amount);
        paintWay();
      });
      return button;
    }),
  );
}

function paintPay() {
  paintLines();
  $("bank").textContent = known.bank.filter(Boolean).join(" · ");
  paintWay();
}

function wrongIn(form) {
  const { name: buyer, phone, village, later } = form.elements;
  if ([...basket.values()].some((line) => line.price < 1)) return say("wrongprice");
  if (countOf() > MOST_PIECES || totalOf() > MOST_RUPIAH) return say("toomuch");
  if (later.checked && ![buyer, phone, village].every((input) => seen(input))) return say("noaddress");
  const given = digits(form.elements.given.value);
  const short = form.elements.method.value === "cash" && given && given < totalOf();
  return short ? say("short", { amount: money(totalOf() - given) }) : "";
}

async function pay(event) {
  event.preventDefault();
  // Pressed twice, it is sold once.
  if (!basket.size) return;
  const wrong = wrongIn(paying);
  $("wrong", paying).textContent = wrong;
  $("wrong", paying).hidden = !wrong;
  if (wrong) return;
  const { method, name: buyer, phone, note, later, village, given } = paying.elements;
  const total = totalOf();
  const told = {
    method: method.value,
    lines: [...basket.values()].map(({ piece, quantity, price }) => ({ variant: piece.variant, title: piece.title, quantity, price })),
    total,
    given: method.value === "cash" ? digits(given.value) || total : total,
    name: buyer.value,
    phone: phone.value,
    note: note.value,
    send: later.checked ? { village: village.value, shipping: shippingOf() } : null,
  };
  basket.clear();
  const sold = await write("sale", told);
  $("pay").close();
  paying.reset();
  $("later").hidden = true;
  paying.querySelector("details").open = false;
  await hand({ ...sold, ...told });
}

async function hand(sold) {
  const paper = $("paper");
  await receipt.paint(paper, sold, known, words);
  $("give").hidden = sold.given <= sold.total;
  $("give").querySelector("strong").textContent = money(sold.given - sold.total);
  $("chat").href = receipt.chat(sold.phone ?? "", receipt.text(sold, known, words));
  $("download").href = paper.toDataURL("image/png");
  const picture = await new Promise((done) => paper.toBlob(done, "image/png"));
  const file = new File([picture], "kuitansi.png", { type: "image/png" });
  $("share").hidden = !navigator.canShare?.({ files: [file] });
  $("share").onclick = () => navigator.share({ files: [file] }).catch(() => {});
  $("receipt").showModal();
}

// ---- Visitors, leads, and the day ------------------------------------------------------------------------------------

async function visit(by) {
  // What is counted in one hour is one entry.
  if (tally.visitors && hourOf(tally.at) !== hourOf(new Date())) await fold();
  tally = { visitors: tally.visitors + by, at: new Date().toISOString() };
  await store.know("tally", tally);
  show();
}

function paintVisitors() {
  const hours = new Map();
  const add = ({ at, visitors }) => hours.set(hourOf(at), (hours.get(hourOf(at)) ?? 0) + visitors);
  entries.filter((entry) => entry.kind === "visitors" && today(entry.at) === today()).forEach(add);
  if (tally.visitors && today(tally.at) === today()) add(tally);
  $("visitors").textContent = [...hours.values()].reduce((sum, count) => sum + count, 0);
  $("hours").replaceChildren(
    ...[...hours].sort(([a], [b]) => a - b).map(([hour, count]) => {
      const item = document.createElement("li");
      item.textContent = `${String(hour).padStart(2, "0")}.00: ${count}`;
      return item;
    }),
  );
}

let keeping = false;
async function keepLead(event) {
  event.preventDefault();
  const form = event.target;
  // A photo takes a moment, and who is in a hurry presses twice.
  if (keeping) return;
  keeping = true;
  try {
    await takeDown(form);
  } finally {
    keeping = false;
  }
}

async function takeDown(form) {
  const { name: who, contact, interest, note, photo } = form.elements;
  const whole = form.checkValidity() && seen(who) && seen(contact, 3);
  $("wrong", form).hidden = whole;
  if (!whole) return;
  const [file] = photo.files;
  const taken = file ? await small(file).catch(() => null) : undefined;
  $("not-a-photo", form).hidden = taken !== null;
  if (taken === null) return;
  await write("lead", {
    ...(taken && { photo: taken }),
    name: who.value,
    contact: contact.value,
    interest: interest.value,
    note: note.value,
    language: document.documentElement.lang,
    consent: $("consent").textContent,
  });
  form.reset();
  tell(say("saved"), "done");
}

const soldToday = () =>
  entries.filter((entry) => entry.kind === "sale" && entry.state !== "refused" && today(entry.at) === today());
const cashToday = () =>
  soldToday().filter((entry) => entry.method === "cash").reduce((sum, entry) => sum + entry.total, 0);

async function closeDay(event) {
  event.preventDefault();
  const { counted, note } = event.target.elements;
  if (!counted.value.trim()) return counted.focus();
  await write("closing", { day: today(), expected: cashToday(), counted: digits(counted.value), note: note.value });
  event.target.reset();
  tell(say("saved"), "done");
}

function paintDifference() {
  const typed = $("close").elements.counted.value.trim();
  const off = digits(typed) - cashToday();
  $("expected").textContent = money(cashToday());
  $("difference").textContent = !typed ? "–" : off ? `${off < 0 ? "−" : "+"}${money(off)}` : say("even");
}

const TITLES = {
  sale: (entry) => `${entry.lines.map((line) => line.title).join(", ")}: ${money(entry.total)}`,
  lead: (entry) => say("lead", { name: entry.name }),
  photo: () => say("photo"),
  visitors: (entry) => say("visitors", { n: entry.visitors }),
  closing: (entry) => say("closing", { amount: money(entry.counted - entry.expected) }),
};
const STATES = {
  waiting: () => say("stays"),
  sent: (entry) => [say("in"), ...(entry.orders ?? [])].join(" · "),
  conflict: (entry) => say("conflict", { rival: entry.reason }),
  refused: (entry) => say("refused", { reason: entry.reason }),
};

// What was refused stays here, and can be sent again once what was wrong is put right at the shop.
function resend(entry) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second small";
  button.textContent = say("again");
  button.addEventListener("click", async () => {
    Object.assign(entry, { state: "waiting", reason: "" });
    await store.put(entry);
    send();
  });
  return button;
}

function paintDay() {
  const ways = new Map();
  for (const { method, total } of soldToday()) ways.set(method, (ways.get(method) ?? 0) + total);
  $("ways").replaceChildren(
    ...[...ways, ["total", soldToday().reduce((sum, entry) => sum + entry.total, 0)]].flatMap(([way, sum]) => {
      const [term, amount] = ["dt", "dd"].map((kind) => document.createElement(kind));
      term.textContent = words[way];
      amount.textContent = money(sum);
      return [term, amount];
    }),
  );
  paintDifference();
  $("log").replaceChildren(
    ...[...entries].sort((a, b) => b.at.localeCompare(a.at)).map((entry) => {
      const item = document.createElement("li");
      item.className = entry.state;
      const time = new Date(entry.at).toLocaleString(words.lang, { dateStyle: "short", timeStyle: "short", timeZone: "Asia/Jakarta" });
      const [title, state] = ["span", "small"].map((kind) => document.createElement(kind));
      title.textContent = TITLES[entry.kind](entry);
      state.textContent = `${time} · ${STATES[entry.state](entry)}`;
      item.append(title, state);
      if (entry.state === "refused") item.append(resend(entry));
      return item;
    }),
  );
}

// ---- All together ----------------------------------------------------------------------------------------------------

function show() {
  if (known) {
    $("who").textContent = known.who.name;
    $("titles").replaceChildren(...[...new Set(known.pieces.map((piece) => piece.title))].map((title) => new Option(title)));
  }
  paintSignal();
  paintPieces();
  paintBasket();
  paintVisitors();
  paintDay();
}

function go(to) {
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === to) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  for (const screen of document.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== to;
  tell("");
  show();
}

async function watch() {
  const scene = $("scene");
  if (scene.srcObject) {
    scene.srcObject.getTracks().forEach((track) => track.stop());
    scene.srcObject = null;
    scene.hidden = true;
    return;
  }
  try {
    scene.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    $("camera").hidden = true;
    return;
  }
  scene.hidden = false;
  await scene.play();
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let last = "";
  const look = async () => {
    if (!scene.srcObject) return;
    const [seen] = await detector.detect(scene).catch(() => []);
    // One tag in sight is one piece, however long it is held there.
    if (seen && seen.rawValue !== last) scanned(seen.rawValue);
    last = seen?.rawValue ?? "";
    setTimeout(look, 250);
  };
  look();
}

function scanned(code) {
  const piece = found(code);
  if (piece) {
    $("find").reset();
    take(piece);
    navigator.vibrate?.(60);
  } else tell(say("unknown", { code }), "wrong");
}

document.querySelectorAll("[data-tab]").forEach((tab) => tab.addEventListener("click", () => go(tab.dataset.tab)));
document.querySelectorAll("[data-visit]").forEach((button) => button.addEventListener("click", () => visit(Number(button.dataset.visit))));
document.addEventListener("input", ({ target }) => {
  if (target.dataset.amount !== undefined) target.value = target.value.trim() && dotted(digits(target.value));
});
$("find").addEventListener("input", paintPieces);
$("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const shown = document.querySelectorAll("[data-pieces] button");
  const code = event.target.elements.code.value;
  if (!found(code) && shown.length === 1) {
    event.target.reset();
    shown[0].click();
  } else if (code.trim()) scanned(code);
});
$("pieces").addEventListener("click", ({ target }) => {
  const variant = Number(target.closest("button")?.dataset.variant);
  const piece = known.pieces.find((each) => each.variant === variant);
  if (piece) take(piece);
});
$("to-pay").addEventListener("click", () => {
  paintPay();
  $("pay").showModal();
});
$("cancel").addEventListener("click", () => $("pay").close());
paying.addEventListener("submit", pay);
paying.addEventListener("input", ({ target }) => {
  $("later").hidden = !paying.elements.later.checked;
  if (target.closest("[data-lines]") === null) paintWay();
  if (target.value === "qris") $("qr").scrollIntoView({ block: "center" });
});
$("next").addEventListener("click", () => $("receipt").close());
$("lead").addEventListener("submit", keepLead);
$("close").addEventListener("submit", closeDay);
$("close").addEventListener("input", paintDifference);
$("signal").addEventListener("click", () => {
  if (signal === "session") location.href = signIn;
  else send();
});
addEventListener("online", send);
addEventListener("focus", send);
setInterval(() => waiting().length && send(), AGAIN);

if (await canRead()) $("camera").hidden = false;
$("camera").addEventListener("click", watch);
async function canRead() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

// What was sent is let go of after some days.
const old = entries.filter((entry) => entry.state === "sent" && Date.now() - Date.parse(entry.at) > LET_GO);
await store.remove(...old.map((entry) => entry.id));
entries = entries.filter((entry) => !old.includes(entry));
show();
navigator.serviceWorker?.register(worker, { scope: page }).catch(() => {});
await send();
