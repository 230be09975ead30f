import { exportAccess } from "../export-access";

/** https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Disposition: a file, not a page. */
export const GET = (request: Request): Promise<Response> => exportAccess(request, "export.ndjson");
