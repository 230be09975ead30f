import type { Operation } from "../types";
import { permitAccount } from "./permit";
import { json, regionOf } from "./target";

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const getAccountSettings: Operation = (state, call) => {
  permitAccount(state, call, "GetAccountSettings");
  const functions = Object.values(regionOf(state, call.caller.accountId, call.region).functions);
  const reserved = functions.reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0);
  return json(200, {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 1000 - reserved,
    },
    AccountUsage: {
      TotalCodeSize: functions.reduce((sum, fn) => sum + fn.configuration.CodeSize, 0),
      FunctionCount: functions.length,
    },
  });
};
