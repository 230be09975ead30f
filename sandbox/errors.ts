/** An error as a service answers it; the server renders it in the service's protocol. */
export class AwsError extends Error {
  /**
   * @param status HTTP status
   * @param code error type, e.g. `ResourceNotFoundException`
   * @param message text, to the letter
   * @param body how the REST-JSON body carries it: the key of the text, and further members (`Type`, `Reason`)
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: { key?: "Message" | "message"; members?: Record<string, string> } = {},
  ) {
    super(message);
  }
}
