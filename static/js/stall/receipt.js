// A receipt, as a text for WhatsApp and as a picture. `words` are the page's own, in the language of the page.
const when = (at, lang) =>
  new Date(at).toLocaleString(lang, { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Jakarta" });
export const money = (rupiah) => `Rp\u00a0${String(Math.abs(rupiah)).replace(/\B(?=(\d{3})+$)/g, ".")}`;

export function rows(sale, words) {
  const bought = sale.lines.map((line) => [
    `${line.title}${line.quantity > 1 ? ` × ${line.quantity}` : ""}`,
    money(line.price * line.quantity),
  ]);
  const more = [];
  if (sale.send?.shipping) more.push([words.shipping, money(sale.send.shipping)]);
  more.push([words.total, money(sale.total)]);
  more.push([words[sale.method], money(sale.given ?? sale.total)]);
  if (sale.given > sale.total) more.push([words.change, money(sale.given - sale.total)]);
  return { bought, more };
}

export function text(sale, known, words) {
  const { bought, more } = rows(sale, words);
  const say = ([name, amount]) => `${name}: ${amount.replace("\u00a0", " ")}`;
  return [
    `*${known.shop.name}*`,
    `${known.fair.name}, ${known.fair.place}`,
    when(sale.at, words.lang),
    "",
    ...bought.map(say),
    "",
    ...more.map(say),
    "",
    sale.send ? words.sent : words.thanks,
  ].join("\n");
}

// wa.me wants the number with its country and nothing else; one that begins with 0 is Indonesian.
export function chat(phone, said) {
  const digits = phone.replace(/\D/g, "").replace(/^0/, "62").replace(/^8/, "628");
  return `https://wa.me/${digits}?text=${encodeURIComponent(said)}`;
}

const WIDTH = 720;
const EDGE = 56;

function broken(pen, said, most) {
  const lines = [""];
  for (const word of said.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (pen.measureText(longer).width <= most || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export async function paint(canvas, sale, known, words) {
  await document.fonts.ready;
  const { bought, more } = rows(sale, words);
  const pen = canvas.getContext("2d");
  const sans = (size, weight = 400) => `${weight} ${size}px "Plus Jakarta Sans", sans-serif`;
  const steps = [];
  const put = (height, act) => steps.push([height, act]);
  const line = (words_, font, colour = "#1c2547") =>
    put(Number(font.match(/(\d+)px/)[1]) * 1.45, (y) => {
      pen.font = font;
      pen.fillStyle = colour;
      pen.fillText(words_, EDGE, y);
    });
  const pair = ([name, amount], font) => {
    pen.font = font;
    const room = WIDTH - 2 * EDGE - pen.measureText(amount).width - 24;
    broken(pen, name, room).forEach((part, at) =>
      put(40, (y) => {
        pen.font = font;
        pen.fillStyle = "#1c2547";
        pen.fillText(part, EDGE, y);
        if (!at) pen.fillText(amount, WIDTH - EDGE - pen.measureText(amount).width, y);
      }),
    );
  };
  const rule = () =>
    put(44, (y) => {
      pen.fillStyle = "#b4652f";
      for (let x = EDGE; x < WIDTH - EDGE; x += 18) pen.fillRect(x, y - 14, x % 3 ? 5 : 9, 3);
    });
  line(known.shop.name, '400 46px "Fraunces", serif');
  line(`${known.fair.name}, ${known.fair.place}`, sans(24), "#744723");
  line(when(sale.at, words.lang), sans(24), "#744723");
  rule();
  bought.forEach((row) => pair(row, sans(27)));
  rule();
  more.forEach((row) => pair(row, sans(27, row[0] === words.total ? 650 : 400)));
  rule();
  pen.font = sans(24);
  broken(pen, sale.send ? words.sent : words.thanks, WIDTH - 2 * EDGE).forEach((part) => line(part, sans(24), "#744723"));
  line(sale.id.slice(0, 8), sans(20), "#94744f");
  canvas.width = WIDTH;
  canvas.height = steps.reduce((sum, [height]) => sum + height, 2 * EDGE);
  pen.fillStyle = "#fffdf7";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "alphabetic";
  let y = EDGE;
  for (const [height, act] of steps) act((y += height) - height * 0.28);
}
