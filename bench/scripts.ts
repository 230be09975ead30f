import { gzipSync } from "node:zlib";
import { db } from "@/lib/db/client";
import type { Row } from "./row";

/** Bytes of the scripts that a page names, each gzipped. */
async function scriptBytes(url: string, path: string, cookie: string): Promise<number> {
  const html = await (await fetch(url + path, { headers: { cookie } })).text();
  const sources = new Set(
    [...html.matchAll(/<script[^>]* src="([^"]+\.js[^"]*)"/g)].map((match) => match[1] ?? ""),
  );
  const sizes = [...sources].map(async (source) => {
    const body = await (await fetch(new URL(source, url))).arrayBuffer();
    return gzipSync(Buffer.from(body)).length;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The JavaScript of each page against the framework's own: that of a page without any component of ours. */
export async function measureScripts(url: string, cookie: string): Promise<Row[]> {
  const own = await scriptBytes(url, "/there-is-no-such-page", cookie);
  const { id } = await db().function.findFirstOrThrow({ where: { name: "my-function" } });
  const request = await db().request.findFirstOrThrow();
  const pages = [
    "/",
    "/functions",
    `/functions/${id}`,
    `/requests/new?function=${id}`,
    "/requests",
    `/requests/${request.id}`,
    "/grants",
    "/access",
    "/access/111122223333",
    "/audit",
    "/accounts",
    "/sign-in",
  ];
  const rows: Row[] = [];
  for (const path of pages) {
    const bytes = await scriptBytes(url, path, cookie);
    const name = path
      .replace(id, "[id]")
      .replace(/\?.*/, "")
      .replace(/\/requests\/\d+/, "/requests/[id]")
      .replace("111122223333", "[principal]");
    const kilobytes = (size: number) => `${(size / 1024).toFixed(0)} kB`;
    rows.push({
      measure: `scripts of \`${name}\`, gzipped ÷ the framework's own`,
      ours: kilobytes(bytes),
      against: kilobytes(own),
      ratio: bytes / own,
    });
  }
  return rows;
}
