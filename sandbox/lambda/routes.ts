import type { Operation } from "../types";
import { getAccountSettings } from "./account-settings";
import * as aliases from "./aliases";
import * as functions from "./functions";
import { invoke } from "./invoke";
import * as permissions from "./permissions";
import * as resourcePolicy from "./resource-policy";
import * as tags from "./tags";
import * as urls from "./urls";
import * as versions from "./versions";

/** Method, path with `*` for one part, operation. A name of the service's own API model a line. */
const routes: [method: string, path: string, name: string, operation: Operation][] = [
  ["POST", "/2015-03-31/functions", "CreateFunction", functions.createFunction],
  ["GET", "/2015-03-31/functions", "ListFunctions", functions.listFunctions],
  ["GET", "/2015-03-31/functions/*", "GetFunction", functions.getFunctionOperation],
  ["DELETE", "/2015-03-31/functions/*", "DeleteFunction", functions.deleteFunction],
  [
    "GET",
    "/2015-03-31/functions/*/configuration",
    "GetFunctionConfiguration",
    functions.getFunctionConfiguration,
  ],
  [
    "PUT",
    "/2015-03-31/functions/*/configuration",
    "UpdateFunctionConfiguration",
    versions.updateFunctionConfiguration,
  ],
  ["PUT", "/2015-03-31/functions/*/code", "UpdateFunctionCode", versions.updateFunctionCode],
  ["POST", "/2015-03-31/functions/*/versions", "PublishVersion", versions.publishVersion],
  ["GET", "/2015-03-31/functions/*/versions", "ListVersionsByFunction", versions.listVersionsByFunction],
  ["POST", "/2015-03-31/functions/*/aliases", "CreateAlias", aliases.createAlias],
  ["GET", "/2015-03-31/functions/*/aliases", "ListAliases", aliases.listAliases],
  ["GET", "/2015-03-31/functions/*/aliases/*", "GetAlias", aliases.getAlias],
  ["PUT", "/2015-03-31/functions/*/aliases/*", "UpdateAlias", aliases.updateAlias],
  ["DELETE", "/2015-03-31/functions/*/aliases/*", "DeleteAlias", aliases.deleteAlias],
  ["POST", "/2015-03-31/functions/*/policy", "AddPermission", permissions.addPermission],
  ["GET", "/2015-03-31/functions/*/policy", "GetPolicy", permissions.getPolicy],
  ["DELETE", "/2015-03-31/functions/*/policy/*", "RemovePermission", permissions.removePermission],
  ["POST", "/2015-03-31/functions/*/invocations", "Invoke", invoke],
  ["PUT", "/2026-07-09/resource-policy/**", "PutResourcePolicy", resourcePolicy.putResourcePolicy],
  ["GET", "/2026-07-09/resource-policy/**", "GetResourcePolicy", resourcePolicy.getResourcePolicy],
  ["DELETE", "/2026-07-09/resource-policy/**", "DeleteResourcePolicy", resourcePolicy.deleteResourcePolicy],
  ["GET", "/2017-03-31/tags/*", "ListTags", tags.listTags],
  ["POST", "/2017-03-31/tags/*", "TagResource", tags.tagResource],
  ["DELETE", "/2017-03-31/tags/*", "UntagResource", tags.untagResource],
  ["GET", "/2016-08-19/account-settings", "GetAccountSettings", getAccountSettings],
  ["PUT", "/2017-10-31/functions/*/concurrency", "PutFunctionConcurrency", functions.putFunctionConcurrency],
  ["GET", "/2019-09-30/functions/*/concurrency", "GetFunctionConcurrency", functions.getFunctionConcurrency],
  [
    "DELETE",
    "/2017-10-31/functions/*/concurrency",
    "DeleteFunctionConcurrency",
    functions.deleteFunctionConcurrency,
  ],
  ["POST", "/2021-10-31/functions/*/url", "CreateFunctionUrlConfig", urls.createFunctionUrlConfig],
  ["GET", "/2021-10-31/functions/*/url", "GetFunctionUrlConfig", urls.getFunctionUrlConfig],
  ["PUT", "/2021-10-31/functions/*/url", "UpdateFunctionUrlConfig", urls.updateFunctionUrlConfig],
  ["DELETE", "/2021-10-31/functions/*/url", "DeleteFunctionUrlConfig", urls.deleteFunctionUrlConfig],
];

const table = routes.map(([method, path, name, operation]) => {
  const pattern = path.replaceAll(/\*\*?/g, (stars) => (stars === "**" ? ".+" : "[^/]+"));
  return { method, pattern: new RegExp(`^${pattern}/?$`), name, operation };
});

/** The operation that a request asks for; undefined when the sandbox has none for it. */
export function findOperation(
  method: string,
  path: string,
): { name: string; operation: Operation } | undefined {
  return table.find((route) => route.method === method && route.pattern.test(path));
}
