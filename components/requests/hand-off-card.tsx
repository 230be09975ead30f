import type { HandOff } from "@/lib/lambda/handoff";
import { Card } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { Mono } from "../ui/mono";

function Step({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="border-b py-3 first:pt-0 last:border-b-0 last:pb-0">
      <h3 className="mb-1.5 text-sm font-medium">{title}</h3>
      {children}
    </div>
  );
}

/** One of several forms of the same thing, folded. */
function Folded({ title, code }: { title: string; code: string }) {
  return (
    <details className="mt-1.5">
      <summary className="w-fit py-0.5 text-sm text-accent">{title}</summary>
      <div className="mt-1">
        <CodeBlock label={title} code={code} />
      </div>
    </details>
  );
}

/** What the grantee needs to do on their side, and nothing else. */
export function HandOffCard({ handOff, active }: { handOff: HandOff; active: boolean }) {
  return (
    <Card
      id="hand-off"
      title="Hand-off"
      note={active ? "what the caller's side needs now" : "what the caller's side will need, once active"}
    >
      <Step title="Call this ARN, with its qualifier">
        <Mono text={handOff.qualifiedArn} length={200} copy />
        <p className="mt-1 text-xs text-muted">{handOff.aliasSentence}</p>
        <p className="mt-1 text-xs text-muted">{handOff.endSentence}</p>
      </Step>
      <Step title="Allow it in the caller's identity policy">
        <CodeBlock label="identity policy" code={handOff.identityPolicy} />
        <Folded title="Terraform" code={handOff.identityPolicyTerraform} />
        <Folded title="CDK" code={handOff.identityPolicyCdk} />
      </Step>
      <Step title="Probe it without running anything">
        <CodeBlock label="dry run" code={handOff.dryRunLine} wrap />
      </Step>
      <Step title="Invoke">
        <CodeBlock label="invoke line" code={handOff.invokeLine} wrap />
        {handOff.sdkSnippets.map((snippet) => (
          <Folded key={snippet.language} title={snippet.language} code={snippet.code} />
        ))}
      </Step>
    </Card>
  );
}
