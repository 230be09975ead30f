import { CheckField } from "../ui/check-field";
import { TextField } from "../ui/text-field";

/** For how long one may ask. */
export interface Duration {
  maxDays: number;
  /** Who can approve access without an end. */
  permanentApprovers: string[];
  /** Why it can't be asked for without an end, if it can't. */
  permanentReason: string | null;
}

/** For how many days, or without an end. @param permanent whether "No end" is ticked now */
export function DurationField({
  duration: { maxDays, permanentApprovers, permanentReason },
  initial,
  permanent,
}: {
  duration: Duration;
  initial: { durationDays: string; permanent: boolean };
  permanent: boolean;
}) {
  return (
    <>
      <TextField
        name="durationDays"
        label="For how many days"
        inputMode="numeric"
        defaultValue={initial.durationDays}
        hint={
          permanent
            ? "Not used: it is asked for without an end."
            : `At most ${maxDays}. It ends by itself; ask again before it does.`
        }
      />
      <CheckField
        name="permanent"
        label="No end"
        checked={initial.permanent}
        reason={permanentReason}
        hint={`Instead of days. Who can approve it: ${permanentApprovers.join(", ")}.`}
      />
    </>
  );
}
