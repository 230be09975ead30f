/** An IP address as a number and its width in bits; null when it is none. */
function read(text: string): { value: bigint; bits: 32 | 128 } | null {
  return text.includes(":") ? readSix(text) : readFour(text);
}

function readFour(text: string): { value: bigint; bits: 32 } | null {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), bits: 32 };
}

function readSix(text: string): { value: bigint; bits: 128 } | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(Math.max(missing, 0)).fill("0"), ...tail];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return { value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n), bits: 128 };
}

/**
 * Whether an address lies in a range in CIDR notation, or is the address named. IPv4 and IPv6.
 * @returns null when either can't be read
 */
export function inRange(address: string, range: string): boolean | null {
  const [base = "", length] = range.split("/");
  const [a, b] = [read(address), read(base)];
  if (!a || !b || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const kept = length === undefined ? b.bits : Number(length);
  if (kept > b.bits) return null;
  if (a.bits !== b.bits) return false;
  const shift = BigInt(b.bits - kept);
  return a.value >> shift === b.value >> shift;
}
