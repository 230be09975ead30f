import type { Phrase } from "@/lib/lambda/describe";

/** A sentence in words, with what matters in it marked. */
export function Phrases({ phrases }: { phrases: Phrase[] }) {
  return (
    <p className="text-lg tracking-[-0.005em] text-pretty">
      {phrases.map((phrase, index) =>
        phrase.code ? (
          <code key={index} className="font-mono text-[0.88em] break-words">
            {phrase.text}
          </code>
        ) : phrase.strong ? (
          <strong key={index} className="font-semibold">
            {phrase.text}
          </strong>
        ) : (
          <span key={index}>{phrase.text}</span>
        ),
      )}
    </p>
  );
}
