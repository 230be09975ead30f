import { ActionForm, type FormAction } from "../ui/action-form";
import { Card } from "../ui/card";
import { SubmitButton } from "../ui/submit-button";
import { TextField } from "../ui/text-field";

/** Makes accounts known, to be connected. @param reason why this person can't */
export function PrepareCard({
  action,
  reason,
  signInHref,
}: {
  action: FormAction;
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
        <TextField name="accountIds" label="Account IDs" mono placeholder="111122223333, 444455556666" />
        <TextField name="regions" label="Regions" mono placeholder="us-east-1, eu-west-1" />
        <div>
          <SubmitButton busy="Preparing…" variant="default" reason={reason}>
            Prepare
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
