/** Every URL of the product, from one typed object. Query values that are empty are left out. */
type Query = Record<string, string | number | string[] | undefined | null>;

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") search.append(key, String(one));
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export const paths = {
  home: () => "/",
  functions: (query?: Query) => withQuery("/functions", query),
  function: (id: string, query?: Query) => withQuery(`/functions/${id}`, query),
  access: (query?: Query) => withQuery("/access", query),
  accessExport: (format: "csv" | "ndjson", query?: Query) => withQuery(`/access/export.${format}`, query),
  accessWhy: (query: { principal: string; function: string } & Query) => withQuery("/access/why", query),
  accessFindings: (query?: Query) => withQuery("/access/findings", query),
  accessMatrix: (query?: Query) => withQuery("/access/matrix.json", query),
  /** @param principal canonical text: account ID, ARN, organization ID, service name or * */
  principal: (principal: string, query?: Query) =>
    withQuery(`/access/${encodeURIComponent(principal)}`, query),
  /** Further facts (action, principal, days, reason) stand in the form at first. */
  newRequest: (query?: { function?: string; qualifier?: string } & Query) =>
    withQuery("/requests/new", query),
  requests: (query?: Query) => withQuery("/requests", query),
  request: (id: number, query?: Query) => withQuery(`/requests/${id}`, query),
  grants: (query?: Query) => withQuery("/grants", query),
  /** Several grants to be revoked, and what became of them. */
  revokeGrants: (grantIds: string[] = []) => withQuery("/grants/revoke", { grant: grantIds }),
  /** Several statements that nobody here granted, to be removed, and what became of them. */
  removeStatements: (statementIds: string[] = []) => withQuery("/grants/remove", { statement: statementIds }),
  notifications: (query?: Query) => withQuery("/notifications", query),
  audit: (query?: Query) => withQuery("/audit", query),
  auditExport: (format: "csv" | "ndjson", query?: Query) => withQuery(`/audit/export.${format}`, query),
  accounts: (query?: Query) => withQuery("/accounts", query),
  apiSyncProgress: (id: string) => `/api/syncs/${id}/progress`,
  account: (id: string) => `/accounts/${id}`,
  health: () => "/health",
  apiFind: (query: { q: string }) => withQuery("/api/find", query),
  apiHealth: () => "/api/health",
  signIn: (query?: { callbackUrl?: string; expired?: string }) => withQuery("/sign-in", query),
} as const;
