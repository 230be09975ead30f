"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

/** Copies `text`; says so for two seconds, to eyes and screen readers. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      title={label}
      aria-label={copied ? "Copied" : label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      className="inline-flex size-6 cursor-pointer items-center justify-center rounded align-middle text-faint hover:bg-surface hover:text-text"
    >
      {copied ? <Check size={14} aria-hidden /> : <Copy size={13} aria-hidden />}
    </button>
  );
}
