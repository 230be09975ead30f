import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { CheckItem } from "../ui/check-item";
import { SubmitButton } from "../ui/submit-button";
import { TextField } from "../ui/text-field";

/** Makes accounts known, to be connected. @param reason why this person can't */
export function PrepareCard({
  action,
  readOrganization,
  known,
  reason,
  signInHref,
}: {
  action: FormAction;
  readOrganization: FormAction;
  /** Accounts that are known by name and not prepared yet. */
  known: { id: string; name: string }[];
  reason: string | null;
  signInHref: string;
}) {
  return (
    <Card
      title="Connect accounts"
      note="each gets an external ID of its own; then its page has the role to make"
    >
      <ActionForm
        action={action}
        signInHref={signInHref}
        label="Connect accounts"
        className="grid gap-x-4 sm:grid-cols-2"
      >
        {known.length > 0 ? (
          <fieldset className="sm:col-span-2">
            <legend className="mb-1 text-sm font-medium">Known, and not connected yet</legend>
            <div className="grid max-h-64 gap-x-4 overflow-y-auto sm:grid-cols-2 lg:grid-cols-3">
              {known.map(({ id, name }) => (
                <CheckItem key={id} name={`account-${id}`} value={id}>
                  <span className="min-w-0">
                    {name === id ? null : <span className="mr-1">{name}</span>}{" "}
                    <span className="font-mono text-xs text-muted">{id}</span>
                  </span>
                </CheckItem>
              ))}
            </div>
          </fieldset>
        ) : null}
        <TextField
          name="accountIds"
          label={known.length > 0 ? "Other account IDs" : "Account IDs"}
          mono
          placeholder="111122223333, 444455556666"
        />
        <TextField
          name="regions"
          label="Regions"
          mono
          placeholder="us-east-1, eu-west-1"
          hint="They say which partition the accounts are in: China (cn-…) and GovCloud (us-gov-…) go by themselves."
        />
        <div>
          <SubmitButton busy="Preparing…" variant="default" reason={reason}>
            Prepare
          </SubmitButton>
        </div>
      </ActionForm>
      <ActionForm
        action={readOrganization}
        signInHref={signInHref}
        label="Read from Organizations"
        className="mt-4 border-t pt-3"
      >
        <p className="mb-2 text-sm text-muted">
          Accounts of your organization can be read, so that nobody types their IDs. Nothing is connected by
          it.
        </p>
        <SubmitButton busy="Reading…" variant="default" reason={reason}>
          Read from Organizations
        </SubmitButton>
      </ActionForm>
    </Card>
  );
}
