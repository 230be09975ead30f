import { knowsSecret, receiveEvent } from "@/lib/catalog/notice";
import { env } from "@/lib/env";
import { toFailure } from "@/lib/failure";

/** The most an event is: EventBridge's own limit. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostBytes = 256 * 1024;

const tooMuch = () => Response.json({ error: "This is more than an event can be." }, { status: 413 });

/** Takes EventBridge's events of CloudTrail, from whoever knows the secret: an API destination sends it as a header. */
export async function POST(request: Request): Promise<Response> {
  if (!knowsSecret(request.headers.get("x-xaccount-secret"), env().XACCOUNT_EVENTS_SECRET))
    return Response.json({ error: "The secret is not right, or none is set here." }, { status: 401 });
  try {
    if (Number(request.headers.get("content-length")) > mostBytes) return tooMuch(); // and is not read
    const text = await request.text();
    if (Buffer.byteLength(text) > mostBytes) return tooMuch();
    return Response.json({ result: await receiveEvent(JSON.parse(text)) });
  } catch (error) {
    if (error instanceof SyntaxError) return Response.json({ error: "This is not JSON." }, { status: 400 });
    const { code, sentence } = toFailure(error);
    return Response.json({ error: sentence }, { status: code === "Invalid" ? 400 : 500 });
  }
}
