import type { FunctionConfiguration, RegionClient, VersionPage } from "@/lib/aws/region-client";
import type { KnownFunction } from "./unchanged";

/** Where listing goes on: ListFunctions' marker of a page (null: the first), and the function listed last before it. */
export interface Cursor {
  marker: string | null;
  lastName: string | null;
}

/** A page that was listed; it is done with when every function that begins on it is kept. */
interface Page {
  at: Cursor;
  open: number;
}

/** A function that was listed, whole, with what is known of it. */
export interface Found {
  name: string;
  versions: FunctionConfiguration[];
  known: KnownFunction | undefined;
  /** It is kept: its page waits for it no more. */
  done: () => void;
}

/**
 * Lists the functions of an account and region, one page ahead of whoever takes them.
 * @param lookUp what is known of functions, by name
 * @param from where to begin; what is left of the function before was listed with that
 * @returns the functions in AWS's order, and where to go on so that none is missed that is not done
 */
export function listFunctions(
  client: RegionClient,
  lookUp: (names: string[]) => Promise<Map<string, KnownFunction>>,
  from: Cursor,
): { functions: AsyncGenerator<Found>; cursor: () => Cursor } {
  const pages: Page[] = [];
  let ahead: Cursor = { marker: from.marker, lastName: from.lastName };

  function begin(page: Page, first: FunctionConfiguration, known: Map<string, KnownFunction>): Found {
    const name = first.FunctionName ?? "";
    page.open += 1;
    return { name, versions: [first], known: known.get(name), done: () => (page.open -= 1) };
  }

  const list = (marker: string | null): Promise<VersionPage> => {
    const page = client.listPage(marker);
    page.catch(() => undefined); // thrown where it is awaited, if it still is
    return page;
  };

  async function* functions(): AsyncGenerator<Found> {
    let skipped = from.lastName;
    let last: Found | undefined;
    for (let coming: Promise<VersionPage> | null = list(from.marker); coming;) {
      const { versions, next }: VersionPage = await coming;
      const page: Page = { at: ahead, open: 1 }; // one for the page itself, until it is taken whole
      pages.push(page);
      ahead = { marker: next, lastName: versions.at(-1)?.FunctionName ?? ahead.lastName };
      coming = next ? list(next) : null;
      const known = await lookUp(versions.map(({ FunctionName }) => FunctionName ?? ""));
      for (const one of versions) {
        if (one.FunctionName === skipped) continue;
        skipped = null;
        if (last && last.name === one.FunctionName) last.versions.push(one);
        else {
          if (last) yield last;
          last = begin(page, one, known);
        }
      }
      page.open -= 1;
    }
    if (last) yield last;
  }

  const cursor = () => {
    while (pages[0]?.open === 0) pages.shift();
    return pages[0]?.at ?? ahead;
  };
  return { functions: functions(), cursor };
}
