import { CopyButton } from "./copy-button";

/** Shortens the middle of a long text: both ends are what people recognise. */
export function shortenMiddle(text: string, length = 44): string {
  if (text.length <= length) return text;
  const tail = Math.ceil((length - 1) * 0.6);
  return `${text.slice(0, length - 1 - tail)}…${text.slice(-tail)}`;
}

/** An ARN or other identifier: mono, shortened in the middle, whole on hover, with a copy button. */
export function Mono({ text, length = 44, copy = false }: { text: string; length?: number; copy?: boolean }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code title={text} className="min-w-0 font-mono break-all">
        {shortenMiddle(text, length)}
      </code>
      {copy ? <CopyButton text={text} label={`Copy ${text}`} /> : null}
    </span>
  );
}
