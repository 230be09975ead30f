import type { Finding } from "@/lib/lambda/types";
import { CheckLine } from "../ui/check-line";

/** Risks as lines of a list of checks. Goes inside a `<ul>`. */
export function FindingLines({ findings }: { findings: Finding[] }) {
  return findings.map((finding) => (
    <CheckLine key={finding.code} mark={finding.level} title={finding.title}>
      {finding.detail}
    </CheckLine>
  ));
}
