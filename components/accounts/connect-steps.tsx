import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { Facts } from "../ui/facts";
import { Mono } from "../ui/mono";
import { SubmitButton } from "../ui/submit-button";

/** From an account that is known to one that is connected: the role's template, and the live test. */
export function ConnectSteps({
  accountId,
  roleArn,
  externalId,
  regions,
  connected,
  templates: [cloudFormation = "", commands = "", terraform = ""],
  action,
  reason,
  signInHref,
}: {
  accountId: string;
  roleArn: string;
  /** Null for whoever may not connect accounts: it is theirs alone to know. */
  externalId: string | null;
  regions: string[];
  connected: boolean;
  templates: string[];
  action: FormAction;
  /** Why this person can't connect it. */
  reason: string | null;
  signInHref: string;
}) {
  return (
    <>
      <Card>
        <Facts
          entries={[
            ["Role", <Mono key="role" text={roleArn} length={80} copy />],
            [
              "External ID",
              externalId ? (
                <Mono key="external" text={externalId} length={60} copy />
              ) : (
                "known to administrators"
              ),
            ],
            ["Regions", regions.join(", ") || "none"],
          ]}
        />
      </Card>
      {externalId ? (
        <Card
          title="1. Make the role in the account"
          note="it can read policies, and add and remove statements; nothing else"
        >
          <h3 className="mb-1 text-sm font-medium">CloudFormation, as xaccount-connector.json</h3>
          <CodeBlock label="CloudFormation template" code={cloudFormation} />
          <h3 className="mt-3 mb-1 text-sm font-medium">With the aws command, or as a StackSet</h3>
          <CodeBlock label="commands" code={commands} wrap />
          <details className="mt-3">
            <summary className="text-sm text-accent">Terraform</summary>
            <div className="mt-1.5">
              <CodeBlock label="Terraform" code={terraform} />
            </div>
          </details>
        </Card>
      ) : null}
      <Card title="2. Try it" note="with the external ID it must work, without it must not">
        <ActionForm action={action} signInHref={signInHref} label="Connect">
          <input type="hidden" name="accountId" value={accountId} />
          <SubmitButton busy="Trying…" reason={reason}>
            {connected ? "Try it again" : "Try it, and connect"}
          </SubmitButton>
        </ActionForm>
      </Card>
    </>
  );
}
