import { mostSelected } from "@/lib/grants/selected";

/**
 * What is left out of what an address asked for, in words; null when nothing is.
 * @param text a number with its noun
 * @param done what is done with them: "revoked"
 */
export function leftOut(
  { unknown, left }: { unknown: number; left: number },
  text: (count: number) => string,
  done: string,
): string | null {
  const sentences = [
    unknown > 0 ? `${text(unknown)} of this address ${unknown === 1 ? "is" : "are"} not known here.` : "",
    left > 0 ? `At most ${mostSelected} can be ${done} at a time: ${left} more are not listed.` : "",
  ];
  return sentences.filter(Boolean).join(" ") || null;
}
