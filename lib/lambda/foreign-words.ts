import { grantableActions } from "./actions";
import { targetName } from "./arn";
import { conditionWords } from "./condition-words";
import type { Phrase } from "./describe";
import { isReadable, readPolicy } from "./policy";
import { describePrincipal, parsePrincipal } from "./principal";

const plain = (text: string): Phrase => ({ text });
const strong = (text: string): Phrase => ({ text, strong: true });
const code = (text: string): Phrase => ({ text, code: true });

function who(principal: string): string {
  const read = parsePrincipal(principal);
  return read.ok ? describePrincipal(read.value) : principal;
}

function may(action: string): Phrase[] {
  const known = grantableActions.find((one) => one.action === action);
  return known ? [strong(known.lets), plain(" ")] : [plain("use "), code(action), plain(" on ")];
}

/**
 * What a statement that somebody made in AWS lets happen, in a sentence.
 * @param document the element as it stood
 * @param past whether it no longer stands
 */
export function describeForeign({
  document,
  principal,
  action,
  functionName,
  qualifier,
  untilText,
  past,
}: {
  document: string;
  principal: string;
  action: string;
  functionName: string;
  qualifier: string;
  untilText?: string;
  past: boolean;
}): Phrase[] {
  const [one] = readPolicy(`{"Version":"2012-10-17","Statement":[${document}]}`).statements;
  const conditions = one && isReadable(one) ? conditionWords(one.conditionList) : "";
  return [
    strong(who(principal)),
    plain(past ? " could " : " may "),
    ...may(action),
    code(targetName(functionName, qualifier)),
    ...(conditions ? [plain(`, if ${conditions}`)] : []),
    ...(untilText && !past ? [plain(", until "), strong(untilText)] : []),
    plain("."),
  ];
}
