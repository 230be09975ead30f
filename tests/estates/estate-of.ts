import { buildEstate } from "../../sandbox/estate/build";
import { addFunction, type Shape } from "../../sandbox/estate/function";
import type { State } from "../../sandbox/types";

export type { Shape };

/** A state of nothing but some functions. */
export function estateOf(shapes: Shape[]): State {
  const state = buildEstate("empty");
  for (const shape of shapes) addFunction(state, shape);
  return state;
}
