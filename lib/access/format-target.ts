/** The ARN of a target, with its qualifier when it has one. */
export function formatTarget({ functionArn, qualifier }: { functionArn: string; qualifier: string }): string {
  return qualifier ? `${functionArn}:${qualifier}` : functionArn;
}
