import Link from "next/link";
import { paths } from "@/lib/paths";
import { Breakable } from "../ui/breakable";
import { shortenMiddle } from "../ui/mono";

const words: Record<string, string> = {
  account: "any identity of the account",
  role: "role",
  user: "user",
  session: "session of a role",
  organization: "organization",
  service: "AWS service",
  anyone: "anyone",
  orphan: "deleted role or user",
  unknown: "can't be read",
};

/** A principal with what it is, leading to what it can invoke. */
export function PrincipalText({ kind, value }: { kind: string; value: string }) {
  return (
    <span className="inline-block min-w-0">
      <Link
        href={paths.principal(value)}
        title={value}
        className="font-mono text-[12.5px] text-accent hover:underline"
      >
        <Breakable text={shortenMiddle(value, 46)} />
      </Link>
      <span className="block text-xs text-faint">{words[kind] ?? kind}</span>
    </span>
  );
}
