/** A value of an XML answer: text, several members, or named parts; undefined is left out. */
export type Xml = string | number | boolean | undefined | Xml[] | { [name: string]: Xml };

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Renders a value; a list is its `member`s, as the query protocol writes them. */
export function renderXml(value: Xml): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => `<member>${renderXml(one)}</member>`).join("");
  if (typeof value !== "object") return escape(String(value));
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `<${name}>${renderXml(one)}</${name}>`)
    .join("");
}
