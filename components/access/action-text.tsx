import { Fragment } from "react";

/** Actions as names; a long one breaks after `lambda:`. @param not all but these */
export function ActionText({ actions, not = false }: { actions: string[]; not?: boolean }) {
  if (actions.length === 0) return "–";
  return (
    <span className="font-mono text-xs [&>span]:whitespace-nowrap">
      {not ? "all but " : null}
      {actions.map((action, index) => {
        const [service, ...name] = action.split(":");
        return (
          <Fragment key={action}>
            {index > 0 ? ", " : null}
            <span>
              {service}
              {name.length > 0 ? ":" : ""}
            </span>
            <wbr />
            <span>{name.join(":")}</span>
          </Fragment>
        );
      })}
    </span>
  );
}
