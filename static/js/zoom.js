import "./shop.js";

// Looking close. Without a script each photo is a link to its largest file; with one, that opens in a dialog: pinch,
// wheel, tap or + and - go nearer, a finger or the arrows move about, and sideways leads to the next photo.

const MOST = 6;
const dialog = document.querySelector("dialog[data-zoom]");
const links = [...document.querySelectorAll(".gallery .strip a")];
const pane = dialog?.querySelector("[data-pane]");
const where = dialog?.querySelector("[data-where]");
const nearer = dialog?.querySelector("[data-nearer]");
const touching = new Map();
let shown = 0;
let view = { scale: 1, x: 0, y: 0 };
let began = null;

// The whole cloth is scale 1; nothing is moved so far that its edge leaves the middle of the pane.
function look(scale, x, y) {
  const box = pane.getBoundingClientRect();
  const far = { x: (box.width * (scale - 1)) / 2, y: (box.height * (scale - 1)) / 2 };
  const within = (value, most) => Math.max(-most, Math.min(most, value));
  view = { scale, x: within(x, far.x), y: within(y, far.y) };
  pane.firstElementChild.style.transform = `translate(${view.x}px, ${view.y}px) scale(${scale})`;
  nearer.setAttribute("aria-pressed", String(scale > 1));
}

// Goes nearer, or away, while the point under the finger stays where it is.
function go(scale, point) {
  const box = pane.getBoundingClientRect();
  const at = {
    x: (point?.x ?? box.left + box.width / 2) - box.left - box.width / 2,
    y: (point?.y ?? box.top + box.height / 2) - box.top - box.height / 2,
  };
  const to = Math.max(1, Math.min(MOST, scale));
  look(to, at.x - ((at.x - view.x) * to) / view.scale, at.y - ((at.y - view.y) * to) / view.scale);
}

// As near as the largest file goes: its dots are the screen's.
function nearest() {
  const picture = pane.querySelector("picture img");
  const [width, height] = ["width", "height"].map((side) => Number(picture.getAttribute(side)));
  const box = pane.getBoundingClientRect();
  const fits = Math.min(box.width / width, box.height / height);
  return Math.max(2, Math.min(MOST, 1 / fits / devicePixelRatio));
}

function show(number) {
  shown = (number + links.length) % links.length;
  const photo = links[shown].querySelector(".photo").cloneNode(true);
  for (const each of photo.querySelectorAll("[sizes]")) each.sizes = "2400px";
  photo.querySelector("picture img").loading = "eager";
  pane.replaceChildren(photo);
  where.textContent = links[shown].dataset.place;
  look(1, 0, 0);
}

function open(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
  show(links.indexOf(event.currentTarget));
}

const middle = () => {
  const all = [...touching.values()];
  const sum = (side) => all.reduce((total, point) => total + point[side], 0) / all.length;
  const apart = all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0;
  return { x: sum("x"), y: sum("y"), apart };
};

function touch(event) {
  touching.set(event.pointerId, { x: event.clientX, y: event.clientY });
  pane.setPointerCapture(event.pointerId);
  began = { at: middle(), view, moved: began?.moved || touching.size > 1 };
}

function move(event) {
  if (!touching.has(event.pointerId)) return;
  touching.set(event.pointerId, { x: event.clientX, y: event.clientY });
  const now = middle();
  if (Math.hypot(now.x - began.at.x, now.y - began.at.y) > 8) began.moved = true;
  look(began.view.scale, began.view.x + now.x - began.at.x, began.view.y + now.y - began.at.y);
  if (began.at.apart) go((began.view.scale * now.apart) / began.at.apart, now);
}

function leave(event) {
  if (!touching.has(event.pointerId)) return;
  const [from, to] = [began, middle()];
  touching.delete(event.pointerId);
  if (touching.size) return (began = { at: middle(), view, moved: true });
  began = null;
  const aside = to.x - from.at.x;
  if (event.type === "pointercancel") return;
  if (!from.moved) go(view.scale > 1 ? 1 : nearest(), to);
  else if (from.view.scale === 1 && view.scale === 1 && Math.abs(aside) > 48) show(shown - Math.sign(aside));
}

const KEYS = {
  "+": () => go(view.scale * 1.5),
  "=": () => go(view.scale * 1.5),
  "-": () => go(view.scale / 1.5),
  0: () => go(1),
  ArrowLeft: () => (view.scale > 1 ? look(view.scale, view.x + 80, view.y) : show(shown - 1)),
  ArrowRight: () => (view.scale > 1 ? look(view.scale, view.x - 80, view.y) : show(shown + 1)),
  ArrowUp: () => look(view.scale, view.x, view.y + 80),
  ArrowDown: () => look(view.scale, view.x, view.y - 80),
};

if (dialog?.showModal && links.length) {
  links.forEach((link) => link.addEventListener("click", open));
  pane.addEventListener("pointerdown", touch);
  pane.addEventListener("pointermove", move);
  pane.addEventListener("pointerup", leave);
  pane.addEventListener("pointercancel", leave);
  pane.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      go(view.scale * Math.exp(-event.deltaY / 400), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );
  nearer.addEventListener("click", () => go(view.scale > 1 ? 1 : nearest()));
  dialog.querySelector("[data-previous]")?.addEventListener("click", () => show(shown - 1));
  dialog.querySelector("[data-next]")?.addEventListener("click", () => show(shown + 1));
  dialog.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? null : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  dialog.addEventListener("close", () => {
    touching.clear();
    pane.replaceChildren();
    links[shown].focus();
  });
}
