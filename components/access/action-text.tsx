import { Fragment } from "react";

/** Actions as names; a long one breaks after `lambda:`. */
export function ActionText({ actions }: { actions: string[] }) {
  if (actions.length === 0) return "–";
  return (
    <span className="font-mono text-xs [overflow-wrap:anywhere]">
      {actions.map((action, index) => {
        const [service, ...name] = action.split(":");
        return (
          <Fragment key={action}>
            {index > 0 ? ", " : null}
            {service}
            {name.length > 0 ? (
              <>
                :<wbr />
                {name.join(":")}
              </>
            ) : null}
          </Fragment>
        );
      })}
    </span>
  );
}
