import { Fragment } from "react";

/** An identifier that breaks where its parts end, and elsewhere only when a part is too long for the line. */
export function Breakable({ text }: { text: string }) {
  return (
    <span className="[overflow-wrap:anywhere]">
      {text.split(/(?<=[/:])(?![/:])/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 ? <wbr /> : null}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
