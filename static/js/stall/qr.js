// Draws QR codes (ISO/IEC 18004) of up to some 600 bytes, with medium error correction. Capitals, digits and some signs,
// of which QRIS codes are made, take less room than bytes.
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const MOST = 20;
// For each version: how many bytes of correction each block has, and how many blocks.
const CORRECTION = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

// Sums and products of bytes in the field that the correction counts in.
const POWERS = [];
const LOGS = [];
for (let value = 1, power = 0; power < 255; power++) {
  POWERS[power] = value;
  LOGS[value] = power;
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? POWERS[(LOGS[a] + LOGS[b]) % 255] : 0);

function divisor(degree) {
  let of = [1];
  for (let power = 0; power < degree; power++) {
    const next = [...of, 0];
    of.forEach((value, at) => (next[at + 1] ^= times(value, POWERS[power])));
    of = next;
  }
  return of.slice(1);
}

function corrected(bytes, by) {
  const rest = new Array(by.length).fill(0);
  for (const byte of bytes) {
    const first = byte ^ rest.shift();
    rest.push(0);
    by.forEach((value, at) => (rest[at] ^= times(value, first)));
  }
  return rest;
}

// How many bits a version has room for, what shows where it is not counted.
function room(version) {
  let bits = (16 * version + 128) * version + 64;
  if (version > 1) {
    const marks = Math.floor(version / 7) + 2;
    bits -= (25 * marks - 10) * marks - 55;
  }
  return version > 6 ? bits - 36 : bits;
}
const capacity = (version) => (room(version) >> 3) - CORRECTION[version] * BLOCKS[version];

// The text as bits: how it is meant, how long it is, and what it says.
function said(text, version) {
  const bits = [];
  const push = (value, count) => {
    for (let at = count - 1; at >= 0; at--) bits.push((value >> at) & 1);
  };
  const plain = [...text].every((letter) => LETTERS.includes(letter));
  const items = plain ? [...text].map((letter) => LETTERS.indexOf(letter)) : [...new TextEncoder().encode(text)];
  push(plain ? 2 : 4, 4);
  push(items.length, plain ? (version < 10 ? 9 : 11) : version < 10 ? 8 : 16);
  if (!plain) for (const byte of items) push(byte, 8);
  else
    for (let at = 0; at < items.length; at += 2) {
      if (at + 1 < items.length) push(items[at] * LETTERS.length + items[at + 1], 11);
      else push(items[at], 6);
    }
  return bits;
}

function written(text, version) {
  const most = capacity(version) * 8;
  const bits = said(text, version);
  const zeros = Math.min(4, most - bits.length);
  for (let at = 0; at < zeros || bits.length % 8; at++) bits.push(0);
  const all = [];
  for (let at = 0; at < bits.length; at += 8) all.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; all.length < capacity(version); pad ^= 0xec ^ 0x11) all.push(pad);
  return all;
}

// Data and correction of all blocks, taken in turn.
function woven(data, version) {
  const count = BLOCKS[version];
  const by = divisor(CORRECTION[version]);
  const short = Math.floor(data.length / count);
  const long = data.length % count;
  const blocks = [];
  for (let block = 0, at = 0; block < count; block++) {
    const length = short + (block >= count - long ? 1 : 0);
    blocks.push(data.slice(at, at + length));
    at += length;
  }
  const rests = blocks.map((block) => corrected(block, by));
  const taken = [];
  for (let at = 0; at <= short; at++) for (const block of blocks) if (at < block.length) taken.push(block[at]);
  for (let at = 0; at < by.length; at++) for (const rest of rests) taken.push(rest[at]);
  return taken;
}

function marksOf(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const found = [6];
  for (let at = size - 7; found.length < count; at -= step) found.splice(1, 0, at);
  return found;
}

// What every code of a version shows: corners, timing, marks, and the version itself.
function frame(version, size) {
  const dark = Array.from({ length: size }, () => new Array(size).fill(false));
  const fixed = Array.from({ length: size }, () => new Array(size).fill(false));
  const set = (x, y, on) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y][x] = Boolean(on);
    fixed[y][x] = true;
  };
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const ring = (cx, cy, far, light) => {
    for (let dy = -far; dy <= far; dy++)
      for (let dx = -far; dx <= far; dx++) set(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) ring(x, y, 4, [2, 4]);
  const marks = marksOf(version, size);
  for (const x of marks)
    for (const y of marks) {
      const corner = (x === 6 && (y === 6 || y === size - 7)) || (y === 6 && x === size - 7);
      if (!corner) ring(x, y, 2, [1]);
    }
  if (version > 6) {
    let rest = version;
    for (let bit = 0; bit < 12; bit++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let bit = 0; bit < 18; bit++) {
      const a = size - 11 + (bit % 3);
      const b = Math.floor(bit / 3);
      set(a, b, (bits >> bit) & 1);
      set(b, a, (bits >> bit) & 1);
    }
  }
  return { dark, fixed, set };
}

// Medium correction is 00 before the number of the mask.
function format(set, size, mask) {
  let rest = mask;
  for (let bit = 0; bit < 10; bit++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const on = (bit) => (bits >> bit) & 1;
  for (let bit = 0; bit < 6; bit++) set(8, bit, on(bit));
  set(8, 7, on(6));
  set(8, 8, on(7));
  set(7, 8, on(8));
  for (let bit = 9; bit < 15; bit++) set(14 - bit, 8, on(bit));
  for (let bit = 0; bit < 8; bit++) set(size - 1 - bit, 8, on(bit));
  for (let bit = 8; bit < 15; bit++) set(8, size - 15 + bit, on(bit));
  set(8, size - 8, true);
}

function fill(dark, fixed, bytes, mask, size) {
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (fixed[y][x]) continue;
        const on = bit < bytes.length * 8 && (bytes[bit >> 3] >> (7 - (bit & 7))) & 1;
        dark[y][x] = Boolean(on) !== (MASKS[mask](x, y) === 0);
        bit++;
      }
  }
}

// How hard a code is to read: long runs, squares, what looks like a corner, and too much of one shade.
function hardness(dark) {
  const size = dark.length;
  const lines = [...dark, ...dark.map((_, x) => dark.map((row) => row[x]))];
  let hard = 0;
  let count = 0;
  for (const line of lines) {
    const text = line.map(Number).join("");
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) hard += run.length - 2;
    hard += 40 * (text.match(/(?=10111010000|00001011101)/g)?.length ?? 0);
  }
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      count += dark[y][x];
      if (x && y && dark[y][x] === dark[y - 1][x] && dark[y][x] === dark[y][x - 1] && dark[y][x] === dark[y - 1][x - 1])
        hard += 3;
    }
  return hard + 10 * Math.floor(Math.abs((count * 20) / (size * size) - 10));
}

// The code of a text as rows of booleans (dark is true), with the mask that reads best.
export function squares(text) {
  let version = 1;
  while (version <= MOST && said(text, version).length > capacity(version) * 8) version++;
  if (version > MOST) throw new RangeError("too long");
  const size = version * 4 + 17;
  const all = woven(written(text, version), version);
  let best;
  for (let mask = 0; mask < 8; mask++) {
    const { dark, fixed, set } = frame(version, size);
    format(set, size, mask);
    fill(dark, fixed, all, mask, size);
    const hard = hardness(dark);
    if (!best || hard < best.hard) best = { hard, mask, rows: dark };
  }
  return best;
}

// Draws it on a canvas, dark on white in any theme, with the quiet border that readers need.
export function draw(canvas, text, border = 4) {
  const { rows } = squares(text);
  const size = rows.length + border * 2;
  const scale = Math.max(1, Math.floor(canvas.width / size));
  canvas.width = canvas.height = size * scale;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  rows.forEach((row, y) =>
    row.forEach((on, x) => on && pen.fillRect((x + border) * scale, (y + border) * scale, scale, scale)),
  );
}
