import type { Operation } from "../types";
import { permit } from "./permit";
import { getFunction, json, label, readBody, readTarget } from "./target";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const listTags: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3), undefined);
  permit(state, call, "ListTags", target);
  return json(200, { Tags: getFunction(state, target).tags });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const tagResource: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3), undefined);
  permit(state, call, "TagResource", target);
  const { Tags } = readBody(call);
  const tags = Object.entries(typeof Tags === "object" && Tags !== null ? Tags : {}).map(([key, value]) => [
    key,
    String(value),
  ]);
  Object.assign(getFunction(state, target).tags, Object.fromEntries(tags));
  return { status: 204 };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const untagResource: Operation = (state, call) => {
  const target = readTarget(call, label(call, 3), undefined);
  permit(state, call, "UntagResource", target);
  const fn = getFunction(state, target);
  const gone = new Set(call.query.getAll("tagKeys"));
  fn.tags = Object.fromEntries(Object.entries(fn.tags).filter(([key]) => !gone.has(key)));
  return { status: 204 };
};
