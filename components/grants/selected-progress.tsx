import { Progress } from "../ui/progress";

/**
 * How far several that were selected are on their way out of AWS; nothing once none is.
 * @param doing what is being done with them: "revoked"
 */
export function SelectedProgress({ leaving, gone, doing }: { leaving: number; gone: number; doing: string }) {
  if (leaving === 0) return null;
  return (
    <div className="mb-4 text-sm text-muted">
      <p className="mb-1.5">
        {leaving} {leaving === 1 ? "is" : "are"} being {doing}, {gone} of {gone + leaving} gone from AWS. It
        goes on whether this page is open or not.
      </p>
      <Progress value={gone} max={gone + leaving} label="Gone from AWS" />
    </div>
  );
}
