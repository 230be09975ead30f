import type { Statement } from "./types";

/** What conditions are about, as people filter by it. */
export const conditionClasses = ["caller", "source", "url", "network", "time", "other"] as const;
export type ConditionClass = (typeof conditionClasses)[number];

const patterns: [RegExp, ConditionClass][] = [
  [/^aws:principal|^aws:(username|userid)$/, "caller"],
  [/^aws:source(arn|account|orgid|orgpaths)$|^lambda:eventsourcetoken$/, "source"],
  [/^lambda:(functionurlauthtype|invokedviafunctionurl)$/, "url"],
  [/^aws:(sourceip|sourcevpc|sourcevpce|vpcsourceip|securetransport|viaawsservice|calledvia.*)$/, "network"],
  [/^aws:(currenttime|epochtime|tokenissuetime)$/, "time"],
];

/** What a statement's conditions are about, each class once. */
export function conditionClassesOf({ conditionList }: Statement): ConditionClass[] {
  const found = conditionList.map(
    ({ key }) => patterns.find(([pattern]) => pattern.test(key))?.[1] ?? ("other" as const),
  );
  return [...new Set(found)];
}
