// A shelf of the shop on anybody's page: <canting-shelf data-maker="..."><a href="...">...</a></canting-shelf>.
// The link inside stays below the cloth, and is all there is where the cloth cannot be had. No cookie is set or read,
// and nothing is needed of the page's policy but this host in script-src, connect-src and img-src.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || customElements.get("canting-shelf")) return;
  // The shop is where the script came from, in whichever language.
  const root = script.src.slice(0, script.src.indexOf("/embed.js")).replace(/\/en$/, "");
  const WORDS = {
    id: { sold: "Terjual", out: "Habis", only: "Satu-satunya", order: "Pesan buat", by: "Oleh" },
    en: { sold: "Sold", out: "Sold out", only: "The only one", order: "Made to order", by: "By" },
  };
  const STYLE = `
    :host { display: block; color: var(--canting-ink, inherit); font: var(--canting-font, inherit) }
    :host([hidden]) { display: none }
    ul { display: grid; gap: var(--canting-gap, 1rem); margin: 0 0 .75em; padding: 0; list-style: none;
      grid-template-columns: repeat(auto-fill, minmax(min(var(--canting-width, 10rem), 45%), 1fr)) }
    ul:empty { display: none }
    li { position: relative; min-width: 0 }
    .picture { display: block; aspect-ratio: 4 / 5; overflow: hidden; border-radius: var(--canting-radius, 2px);
      background: var(--canting-ground, #f1e8d7) }
    img { display: block; width: 100%; height: 100%; object-fit: cover }
    a { color: inherit; text-decoration: none; font-weight: 600 }
    a::after { content: ""; position: absolute; inset: 0 }
    a:hover { text-decoration: underline }
    a:focus-visible { outline: 2px solid var(--canting-accent, currentColor); outline-offset: 2px }
    p { margin: .5em 0 0; line-height: 1.35; overflow-wrap: anywhere }
    p + p { margin-top: .15em; font-size: .9em }
    .state { color: var(--canting-accent, inherit); font-weight: 600 }
    .sold img { opacity: .6 }`;
  let sheet;

  // A link of ours leads by way of the site that it is on, so that an order knows what brought the buyer.
  const through = (address) => {
    const [, language, path] = address.slice(root.length).match(/^(\/en)?\/?(.*)$/);
    return `${root}${language || ""}/dari/${location.hostname}/${path}`;
  };

  const make = (name, facts = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [fact, value] of Object.entries(facts)) made.setAttribute(fact, value);
    made.append(...inside);
    return made;
  };

  const picture = ({ url, srcset, width, height, alt }) => {
    // `loading` and `sizes` come first: a picture with an address is fetched at once.
    const made = make("img", { loading: "lazy", decoding: "async", sizes: "auto, 12rem", width, height, alt });
    made.srcset = srcset;
    made.src = url;
    return made;
  };

  const state = ({ available, stock }, words) => {
    if (!available) return stock === "one" ? words.sold : words.out;
    return { one: words.only, made_to_order: words.order }[stock];
  };

  const card = (product, words) => {
    const said = state(product, words);
    const price = make("p", { part: "price" }, product.price.text, " ");
    if (said) price.append(make("span", { class: "state" }, said));
    return make(
      "li",
      { part: "card", class: product.available ? "" : "sold" },
      make("span", { class: "picture" }, ...(product.picture ? [picture(product.picture)] : [])),
      make("p", { part: "title" }, make("a", { href: through(product.url) }, product.title)),
      ...(product.maker ? [make("p", { part: "maker" }, `${words.by} ${product.maker.name}`)] : []),
      price,
    );
  };

  const ask = async (shelf, english) => {
    const words = new URLSearchParams({ limit: shelf.limit || "4" });
    for (const name of ["maker", "motif", "fair", "technique", "available"]) if (shelf[name]) words.set(name, shelf[name]);
    const where = `${root}${english ? "/en" : ""}/api/products?${words}`;
    const answer = await fetch(where, { credentials: "omit", signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).products;
  };

  class Shelf extends HTMLElement {
    async connectedCallback() {
      if (this.shadowRoot) return;
      const shadow = this.attachShadow({ mode: "open" });
      if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      const english = (this.dataset.language || document.documentElement.lang).startsWith("en");
      const count = Math.min(Math.max(parseInt(this.dataset.limit || "4", 10) || 4, 1), 100);
      const empty = () => make("li", {}, make("span", { class: "picture" }), make("p", {}, "\u00a0"), make("p", {}, "\u00a0"));
      const list = make("ul", { part: "shelf", "aria-busy": "true" }, ...Array.from({ length: count }, empty));
      shadow.append(list, make("slot"));
      for (const link of this.querySelectorAll("a")) if (link.href.startsWith(`${root}/`)) link.href = through(link.href);
      try {
        const products = await ask({ ...this.dataset, limit: count }, english);
        list.replaceChildren(...products.map((product) => card(product, english ? WORDS.en : WORDS.id)));
      } catch {
        // The link is still there.
        list.replaceChildren();
      }
      list.removeAttribute("aria-busy");
    }
  }
  customElements.define("canting-shelf", Shelf);
})();
