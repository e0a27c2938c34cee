// Pictures in the back office. Without a script each of these is a form; with one, a part of the page (data-renews) is
// renewed by itself, files go one by one with their progress, photos are dragged, and the focus is tapped.

const parts = () => document.querySelectorAll("[data-renews]");

// Puts what a page says now into its parts that are here already.
function renew(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  let found = false;
  for (const part of parts()) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    part.replaceChildren(...fresh.childNodes);
    found = true;
  }
  arrange();
  return found;
}

function send(address, data, onprogress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.upload.onprogress = onprogress;
    request.onload = () => resolve(request);
    request.onerror = request.onabort = request.ontimeout = reject;
    request.send(data);
  });
}

// One file after the other: a bad one, or a broken connection, keeps none of the others out.
async function upload(form) {
  const input = form.querySelector("[type=file]");
  const list = form.querySelector("[data-progress]");
  const button = form.querySelector("button");
  if (!input.files.length) return form.submit();
  button.disabled = true;
  list.replaceChildren();
  const wrong = [];
  let last = "";
  for (const file of [...input.files]) {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", `${form.dataset.sending} ${file.name}`);
    const line = document.createElement("li");
    line.append(file.name, bar);
    list.append(line);
    const data = new FormData();
    data.append(input.name, file);
    try {
      const answer = await send(form.action, data, (event) => {
        if (event.lengthComputable) [bar.max, bar.value] = [event.total, event.loaded];
      });
      if (answer.status < 400) last = answer.responseText;
      else wrong.push([file.name, reason(answer.responseText) || form.dataset.broken]);
    } catch {
      wrong.push([file.name, form.dataset.broken]);
    }
    bar.value = bar.max;
  }
  if (last) renew(last);
  else button.disabled = false;
  const here = document.querySelector("[data-upload] [data-progress]") ?? list;
  here.replaceChildren(
    ...wrong.map(([name, why]) => {
      const line = document.createElement("li");
      line.className = "error";
      line.textContent = why.startsWith(name) ? why : `${name}: ${why}`;
      return line;
    }),
  );
}

// What a refusing page says: at the field, or as its whole message.
function reason(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return (page.querySelector("[data-upload] .error") ?? page.querySelector("main p"))?.textContent.trim();
}

async function submit(event) {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  if (form.matches("[data-upload]")) return upload(form);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (renew(await answer.text())) return;
  } catch {
    // Sent the plain way, it says what is wrong.
  }
  form.submit();
}

// While a picture is being prepared, look again; never while somebody is writing here.
let waiting;
function lookAgain() {
  clearTimeout(waiting);
  if (![...parts()].some((part) => part.querySelector("[data-preparing]"))) return;
  waiting = setTimeout(async () => {
    const answer = busy() || document.hidden ? null : await fetch(shown()).catch(() => null);
    const page = answer?.ok ? await answer.text() : "";
    // Somebody may have begun to write while the answer was on its way.
    if (page && !busy()) renew(page);
    else lookAgain();
  }, 2000);
}

const busy = () =>
  [...parts()].some((part) => part.querySelector("details[open], .lifted, [aria-busy=true], button:disabled"));

// The page itself, also where this is the answer to a form.
const shown = () => document.querySelector("[data-preparing] a")?.href.split("#")[0] ?? location.href;

// A photo is taken by its handle and put between two others.
function lift(event) {
  const handle = event.target.closest("[data-handle]");
  if (!handle) return;
  const lifted = handle.closest("li");
  const list = lifted.parentElement;
  const before = [...list.children];
  handle.setPointerCapture(event.pointerId);
  lifted.classList.add("lifted");
  handle.onpointermove = ({ clientX, clientY }) => {
    const over = document.elementFromPoint(clientX, clientY)?.closest("li");
    if (!over || over === lifted || over.parentElement !== list) return;
    const after = [...list.children].indexOf(over) > [...list.children].indexOf(lifted);
    over[after ? "after" : "before"](lifted);
  };
  handle.onlostpointercapture = async () => {
    handle.onpointermove = handle.onlostpointercapture = null;
    lifted.classList.remove("lifted");
    const place = [...list.children].indexOf(lifted);
    if (before[place] === lifted) return;
    const answer = await fetch(lifted.dataset.move.replace(/0$/, place), { method: "POST" }).catch(() => null);
    if (!answer || !renew(await answer.text())) location.reload();
  };
}

// Where the picture is tapped is its focus.
function aim(event) {
  const whole = event.target.closest("[data-focus]");
  if (!whole) return;
  const box = whole.getBoundingClientRect();
  const [x, y] = inputs(whole);
  x.value = Math.round(((event.clientX - box.left) / box.width) * 100);
  y.value = Math.round(((event.clientY - box.top) / box.height) * 100);
  mark(whole);
}

const inputs = (whole) => whole.closest("form").querySelectorAll("[name$=focus_x], [name$=focus_y]");

function mark(whole) {
  const [x, y] = inputs(whole);
  const point = whole.querySelector("i");
  point.hidden = false;
  point.style.insetInlineStart = `${x.value}%`;
  point.style.insetBlockStart = `${y.value}%`;
}

function arrange() {
  for (const part of parts()) {
    for (const only of part.querySelectorAll("[data-handle], [data-with-script]")) only.hidden = false;
    part.querySelectorAll("[data-focus]").forEach(mark);
  }
  lookAgain();
}

for (const part of parts()) {
  part.addEventListener("submit", submit);
  part.addEventListener("pointerdown", lift);
  part.addEventListener("click", aim);
  part.addEventListener("input", ({ target }) => {
    const whole = target.name?.includes("focus_") && target.form.querySelector("[data-focus]");
    if (whole) mark(whole);
  });
}
arrange();
