import { evaluate, type Question } from "./evaluate";
import { isReadable } from "./policy";
import { describePrincipal } from "./principal";
import type { PolicyDocument, Statement } from "./types";

const without = (document: PolicyDocument, gone: (one: Statement) => boolean): PolicyDocument => ({
  ...document,
  statements: document.statements.filter((one) => !isReadable(one) || !gone(one)),
});

const nameOf = ({ sid, ordinal }: { sid: string | null; ordinal: number }) =>
  sid ? `“${sid}”` : `number ${ordinal + 1}, which has no ID`;

/** The same call, were one element of a statement to fit it. */
function relaxed(statement: Statement, question: Question): [element: string, statement: Statement][] {
  return [
    [
      `it is called as ${statement.resources.join(" or ")}`,
      { ...statement, resources: ["*"], notResource: false },
    ],
    [
      `it asks for ${statement.actions.join(" or ")}`,
      { ...statement, actionPatterns: [question.action.toLowerCase()], notAction: false },
    ],
    [
      `it is called by ${statement.principals.map(describePrincipal).join(" or ")}`,
      { ...statement, principals: [{ kind: "anyone", text: "*" }], notPrincipal: false },
    ],
  ];
}

function nearMisses(question: Question, document: PolicyDocument): string[] {
  return document.statements.filter(isReadable).flatMap((statement) => {
    if (statement.effect === "Deny") return [];
    const [fit] = relaxed(statement, question).filter(([, changed]) => {
      const functionPolicy = { ...document, statements: [changed] };
      return evaluate({ ...question, functionPolicy }).decision === "allowed";
    });
    return fit ? [`Statement ${nameOf(statement)} would allow it if ${fit[0]}.`] : [];
  });
}

/**
 * What would have to change for the answer to be another, each checked by asking again.
 * @param question asked of the function's side
 */
export function wouldDiffer(question: Question): string[] {
  const document = question.functionPolicy ?? { statements: [], bytes: 0 };
  const { decision, explicitDeny, reasons } = evaluate(question);
  const deciding = reasons().filter(({ ordinal }) => ordinal !== null);
  const of = (effect: "Allow" | "Deny") => deciding.filter((one) => one.effect === effect);
  const names = (list: { sid: string | null; ordinal: number | null }[]) =>
    list.map(({ sid, ordinal }) => nameOf({ sid, ordinal: ordinal ?? 0 })).join(" and ");
  const after = (effect: "Allow" | "Deny") => {
    const ordinals = new Set(of(effect).map(({ ordinal }) => ordinal));
    return evaluate({ ...question, functionPolicy: without(document, (one) => ordinals.has(one.ordinal)) })
      .decision;
  };
  if (decision === "allowed" && after("Allow") === "denied") {
    const list = of("Allow");
    const which = list.length > 1 ? "all of these went" : "this went";
    return [
      `It would be refused if ${which}: statement ${names(list)}. A Deny that covers the call refuses it too.`,
    ];
  }
  if (decision === "unknown") {
    const open = deciding.filter(({ conditional }) => conditional);
    return [
      ...open.map((one) => `Statement ${nameOf({ sid: one.sid, ordinal: one.ordinal ?? 0 })}: ${one.why}`),
      "Once what it depends on is known, the answer is yes or no.",
    ];
  }
  if (explicitDeny) {
    const then =
      after("Deny") === "denied" ? "It would still be refused, as nothing allows it" : "It would be allowed";
    return [`${then}, were statement ${names(of("Deny"))} gone.`];
  }
  const near = nearMisses(question, document);
  return near.length > 0
    ? near
    : ["No statement comes near it: one that names the caller and this very ARN would have to be added."];
}
