/** Who acts: somebody signed in, or one of Xaccount's own processes. */
export type Actor =
  | { kind: "person"; personId: string; name: string; email: string | null; groups: string[] }
  | { kind: "system"; name: "worker" | "sync" | "cli" };
