import type { Exposure } from "@/lib/lambda/types";

type Mark = { letter: string; word: string; look: string };

/** The one scale of exposure: a letter, a word, and only then a colour. */
export const exposureMarks: Record<Exposure, Mark> = {
  private: { letter: "–", word: "private", look: "border-border text-faint" },
  own_account: { letter: "S", word: "own account", look: "border-border text-muted" },
  named_role: {
    letter: "R",
    word: "named role or user",
    look: "border-transparent bg-positive-soft text-positive",
  },
  whole_account: {
    letter: "A",
    word: "whole account",
    look: "border-transparent bg-warning-soft text-warning",
  },
  organization: { letter: "O", word: "organization", look: "border-warning bg-warning-soft text-warning" },
  public: { letter: "P", word: "public", look: "border-transparent bg-danger-soft text-danger" },
};

/** An exposure as mark and word. */
export function ExposureMark({
  exposure,
  conditional = false,
}: {
  exposure: Exposure;
  conditional?: boolean;
}) {
  const { letter, word, look } = exposureMarks[exposure];
  return (
    <span className="inline-flex items-center gap-1.5 text-sm whitespace-nowrap">
      <span
        aria-hidden
        className={`inline-flex size-[18px] items-center justify-center rounded border text-[11px] font-semibold ${look}`}
      >
        {letter}
      </span>
      <span>
        {word}
        {conditional ? <span className="text-xs text-faint">, on conditions</span> : null}
      </span>
    </span>
  );
}
