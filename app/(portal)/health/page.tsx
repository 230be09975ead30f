import type { Metadata } from "next";
import { Card } from "@/components/ui/card";
import { CheckLine } from "@/components/ui/check-line";
import { Flash } from "@/components/ui/flash";
import { PageHeader } from "@/components/ui/page-header";
import { checkHealth } from "@/lib/health";
import { may } from "@/lib/identity/may";
import { paths } from "@/lib/paths";
import { requireActor } from "../../require-actor";

export const metadata: Metadata = { title: "Health" };

/** Is it working? */
export default async function HealthPage() {
  const actor = await requireActor(paths.health());
  const answer = may(actor, "viewHealth", { type: "System" });
  const checks = answer.ok ? await checkHealth() : [];
  return (
    <>
      <PageHeader title="Health" sub="Whether everything that should go on by itself does." />
      {answer.ok ? (
        <Card>
          <ul>
            {checks.map((check) => (
              <CheckLine key={check.name} mark={check.ok ? "met" : "failed"} title={check.name}>
                {check.detail}
              </CheckLine>
            ))}
          </ul>
        </Card>
      ) : (
        <Flash tone="warning">{answer.reason}</Flash>
      )}
    </>
  );
}
