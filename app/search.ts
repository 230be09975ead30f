/** Query values of a page as Next.js hands them over. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** All values of one name, in their order. */
export async function readAll(searchParams: SearchParams, name: string): Promise<string[]> {
  const value = (await searchParams)[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

/** Query values as one text each: of several of one name the first. */
export async function readSearch(searchParams: SearchParams): Promise<Record<string, string | undefined>> {
  const entries = Object.entries(await searchParams);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
}
