/**
 * A text as a part of a pattern of LIKE, in which nothing stands for anything else: `_`, `%` and `\` are characters as
 * any other. Prisma's `contains`, `startsWith` and `endsWith` make patterns of texts as they are, so that what a person
 * typed goes through this first.
 */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** The pattern of LIKE that finds a text anywhere. */
export function containing(text: string): string {
  return `%${literal(text)}%`;
}
