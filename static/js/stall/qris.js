// QRIS codes (EMVCo, merchant-presented): a seller's static code made to ask for one amount. Nothing is built from
// nothing: the code is read part by part, and one whose check does not hold is refused.
const encoder = new TextEncoder();
const MOST = 9_999_999_999_999;

export class BadCode extends Error {}

// The check over all that stands before it (CRC-16, polynomial 1021, from FFFF).
export function check(text) {
  let crc = 0xffff;
  for (const byte of encoder.encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

// Tag and value, one after the other; a length counts characters.
export function parts(text) {
  const letters = [...text];
  const found = [];
  for (let at = 0; at < letters.length; ) {
    const head = letters.slice(at, at + 4).join("");
    const length = Number(head.slice(2));
    const value = letters.slice(at + 4, at + 4 + length);
    if (!/^\d{4}$/.test(head) || value.length !== length) throw new BadCode("parts");
    found.push([head.slice(0, 2), value.join("")]);
    at += 4 + length;
  }
  return found;
}

const joined = (found) =>
  found.map(([tag, value]) => tag + String([...value].length).padStart(2, "0") + value).join("");

export function read(code) {
  const text = code.trim();
  const found = parts(text);
  const [last, sum] = found.at(-1) ?? [];
  if (found[0]?.join() !== "00,01" || last !== "63" || sum !== check(text.slice(0, -4))) throw new BadCode("check");
  const of = new Map(found);
  if (of.get("53") !== "360" || of.get("58") !== "ID") throw new BadCode("country");
  return found;
}

// Whom the buyer's telephone will name: the seller, the town, and the number that the seller has at QRIS.
export function seller(code) {
  const of = new Map(read(code));
  const own = of.has("51") ? new Map(parts(of.get("51"))) : new Map();
  return { name: of.get("59") ?? "", town: of.get("60") ?? "", nmid: own.get("02") ?? "" };
}

// The same code, asking for so many whole rupiah; any amount or tip that stood in it goes.
export function asking(code, rupiah) {
  if (!Number.isSafeInteger(rupiah) || rupiah < 1 || rupiah > MOST) throw new BadCode("amount");
  const kept = read(code).filter(([tag]) => !["54", "55", "56", "57", "63"].includes(tag));
  const found = kept.map(([tag, value]) => [tag, tag === "01" ? "12" : value]);
  const next = found.findIndex(([tag]) => tag > "54");
  found.splice(next, 0, ["54", String(rupiah)]);
  const text = joined(found) + "6304";
  return text + check(text);
}
