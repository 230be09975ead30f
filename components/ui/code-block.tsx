import { CopyButton } from "./copy-button";

/** Code to read and copy; scrolls sideways by itself, never the page. */
export function CodeBlock({ code, label, wrap = false }: { code: string; label: string; wrap?: boolean }) {
  return (
    <div className="relative rounded-md border bg-sunken">
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className={`overflow-x-auto py-2 pr-11 pl-3 font-mono text-xs leading-5 ${wrap ? "[overflow-wrap:anywhere] whitespace-pre-wrap" : ""}`}
      >
        {wrap
          ? code.split(/(--[a-z-]+)/).map((part, index) => (
              <span key={index} className={part.startsWith("--") ? "whitespace-nowrap" : undefined}>
                {part}
              </span>
            ))
          : code}
      </pre>
      <div className="absolute top-1 right-1">
        <CopyButton text={code} label={`Copy ${label}`} />
      </div>
    </div>
  );
}
