import path from "node:path";
import { allowNoSignIn } from "@/lib/env";
import { letEventsArrive, measureSync, type Measured } from "./measure";
import { startSyncStack, type Size, type SyncStack } from "./stack";

const folder = path.resolve(".cache/bench-sync");
const functions = Number(process.env.BENCH_FUNCTIONS ?? 2000);
const share = 150;

allowNoSignIn();

async function on<T>(size: Size, work: (stack: SyncStack) => Promise<T>): Promise<T> {
  console.log(`${size.accounts} × ${size.functions} functions …`);
  const stack = await startSyncStack(folder, size);
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}

const one = await on({ accounts: 1, functions: share }, async (stack) => {
  await letEventsArrive();
  const first = await measureSync(stack);
  return { first, second: await measureSync(stack) };
});
const many = await on({ accounts: 20, functions: share }, measureSync);
const large = await on({ accounts: 1, functions }, measureSync);

const row = (...cells: string[]) => console.log(`| ${cells.join(" | ")} |`);
const percent = ({ throttled, calls }: Measured) => `${((100 * throttled) / calls).toFixed(2)} %`;
const s = (seconds: number) => `${seconds.toFixed(1)} s`;
const count = (value: number) => value.toLocaleString("en");

console.log();
row("measure", "figures", "bar");
row("---", "---", "---");
row(
  `${count(functions)} functions in one account and region: floor ÷ measured`,
  `${s(large.floor)} ÷ ${s(large.seconds)} = ${(large.floor / large.seconds).toFixed(3)}`,
  "≥ 0.95",
);
row(
  "the same: throttled answers",
  `${large.throttled} of ${count(large.calls)} calls, ${percent(large)}`,
  "≤ 1 %",
);
row(
  "the same: the worker's memory, last third ÷ first third",
  `${large.memory.last.toFixed(0)} MB ÷ ${large.memory.first.toFixed(0)} MB = ${(large.memory.last / large.memory.first).toFixed(2)}`,
  "≤ 1.2",
);
row(
  `20 account-regions of ${share} functions at once ÷ one`,
  `${s(many.seconds)} ÷ ${s(one.first.seconds)} = ${(many.seconds / one.first.seconds).toFixed(2)}`,
  "≤ 1.2",
);
row(
  "the same: throttled answers",
  `${many.throttled} of ${count(many.calls)} calls, ${percent(many)}`,
  "≤ 1 %",
);
row(
  `a second sync of ${share} functions that no event told of: GetPolicy calls`,
  `${one.second.policies}, after ${one.first.policies}; ${s(one.second.seconds)} after ${s(one.first.seconds)}`,
  "0",
);
