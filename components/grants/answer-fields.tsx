import { TextAreaField, TextField } from "../ui/text-field";

/** What whoever answers for a statement says of it: for how long, what for, and where it is written down. */
export function AnswerFields({ label, maxDays }: { label: string; maxDays: number }) {
  return (
    <>
      <TextField
        name="durationDays"
        label={label}
        type="number"
        min={1}
        max={maxDays}
        defaultValue={Math.min(90, maxDays)}
        hint={`At most ${maxDays}.`}
      />
      <TextAreaField name="reason" label="Reason" hint="What it is for. It is kept in the audit trail." />
      <TextField name="ticket" label="Ticket" optional />
    </>
  );
}
