// A text field with suggestions (the combobox pattern of WAI-ARIA), for each [data-combobox].
//
// data-source answers ?q= with a JSON list of things that have a name; data-note and data-text say which of their other
// facts stand beside it, and which make up what is put in the field; data-nothing and data-found are what is said of the
// list. What is chosen is told by a "choose" event that bubbles, with the thing as its detail; a thing with an address is
// gone to. Where what is typed may be anything (data-combobox="free"), Enter is only for what was moved to.

const PATIENCE = 150;
let made = 0;

function combobox(box) {
  const field = box.querySelector("input");
  const free = box.dataset.combobox === "free";
  const id = `options-${++made}`;
  const list = Object.assign(document.createElement("ul"), { id, className: "options", hidden: true });
  const said = Object.assign(document.createElement("p"), { className: "unseen" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent.trim());
  said.setAttribute("role", "status");
  box.append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" }))
    field.setAttribute(name, value);

  let things = [];
  let active = -1;
  let waiting = 0;
  let asked = "";

  function close() {
    clearTimeout(waiting);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    move(-1);
  }

  function move(to) {
    active = to;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    if (to < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[to].id);
    list.children[to].scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    things = found;
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length ? `${found.length} ${box.dataset.found}` : (box.dataset.nothing ?? "");
    said.className = found.length || free ? "unseen" : "hint";
    move(-1);
  }

  function option(thing, i) {
    const item = Object.assign(document.createElement("li"), { id: `${id}-${i}` });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(`${thing.name} `, Object.assign(document.createElement("small"), { textContent: facts(thing, box.dataset.note) }));
    // Before the field loses the focus, which would close the list.
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(thing));
    return item;
  }

  function choose(thing) {
    field.value = asked = facts(thing, box.dataset.text ?? "name");
    said.textContent = "";
    close();
    if (thing.url) return location.assign(thing.url);
    field.dispatchEvent(new CustomEvent("choose", { bubbles: true, detail: thing }));
  }

  async function ask() {
    const typed = field.value.trim();
    if (typed === asked) return;
    asked = typed;
    if (typed.length < 2) return show([]), (said.textContent = "");
    try {
      const answer = await fetch(`${box.dataset.source}?q=${encodeURIComponent(typed)}`);
      if (answer.ok && typed === asked) show(await answer.json());
    } catch {
      // Without the network nothing is suggested; what else there is still works, or says so itself.
      close();
    }
  }

  const keys = {
    ArrowDown: () => move((active + 1) % things.length),
    ArrowUp: () => move((active <= 0 ? things.length : active) - 1),
    Enter: () => choose(things[Math.max(active, 0)]),
    Escape: close,
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PATIENCE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden && things.length) list.hidden = false;
    if (list.hidden || !keys[event.key] || (free && event.key === "Enter" && active < 0)) return;
    event.preventDefault();
    keys[event.key]();
  });
  field.addEventListener("blur", close);
}

function facts(thing, names) {
  return names.split(" ").map((name) => thing[name]).join(", ");
}

document.querySelectorAll("[data-combobox]").forEach(combobox);
