import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { Facts } from "../ui/facts";
import { Mono } from "../ui/mono";
import { SubmitButton } from "../ui/submit-button";

/** The role to make, and how. */
export interface ConnectTemplates {
  cloudFormation: string;
  stackLine: string;
  terraform: string;
  /** For this account and all others that are prepared. */
  stackSet: string;
  stackSetLines: string;
  stackSetCount: number;
}

/** From an account that is known to one that is connected: the role's template, and the live test. */
export function ConnectSteps({
  accountId,
  roleArn,
  externalId,
  regions,
  connected,
  templates,
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
  /** The role in every form; null for whoever may not connect accounts, and where it could not be used. */
  templates: ConnectTemplates | null;
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
      {externalId && templates ? (
        <Card
          title="1. Make the role in the account"
          note="it can read policies, and add and remove statements; nothing else"
        >
          <h3 className="mb-1 text-sm font-medium">CloudFormation, as xaccount-connector.json</h3>
          <CodeBlock label="CloudFormation template" code={templates.cloudFormation} />
          <h3 className="mt-3 mb-1 text-sm font-medium">With the aws command</h3>
          <CodeBlock label="command" code={templates.stackLine} wrap />
          <details className="mt-3">
            <summary className="text-sm text-accent">
              As a StackSet, for{" "}
              {templates.stackSetCount === 1
                ? "this account"
                : `this and the ${templates.stackSetCount - 1} other accounts that are prepared`}
            </summary>
            <div className="mt-1.5">
              <p className="mb-1.5 text-sm">
                One template, as xaccount-connectors.json: in each account it looks up the external ID that is
                that account&apos;s own.
              </p>
              <CodeBlock label="StackSet template" code={templates.stackSet} />
              <h3 className="mt-3 mb-1 text-sm font-medium">
                From the organization&apos;s management account
              </h3>
              <CodeBlock label="StackSet commands" code={templates.stackSetLines} wrap />
            </div>
          </details>
          <details className="mt-3">
            <summary className="text-sm text-accent">Terraform</summary>
            <div className="mt-1.5">
              <CodeBlock label="Terraform" code={templates.terraform} />
            </div>
          </details>
        </Card>
      ) : null}
      <Card
        title={templates ? "2. Try it" : "Try it"}
        note="with the external ID it must work, without it must not"
      >
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
