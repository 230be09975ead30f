/** What can be said of a call: it is so, it is not, or that depends on something not known. */
export type Truth = "yes" | "no" | "unknown";

/** All of them. `yes` of none. */
export function all(truths: Iterable<Truth>): Truth {
  let result: Truth = "yes";
  for (const truth of truths) {
    if (truth === "no") return "no";
    if (truth === "unknown") result = "unknown";
  }
  return result;
}

/** Any of them. `no` of none. */
export function any(truths: Iterable<Truth>): Truth {
  let result: Truth = "no";
  for (const truth of truths) {
    if (truth === "yes") return "yes";
    if (truth === "unknown") result = "unknown";
  }
  return result;
}

/** The opposite; what is unknown stays so. */
export function not(truth: Truth): Truth {
  if (truth === "unknown") return truth;
  return truth === "yes" ? "no" : "yes";
}
