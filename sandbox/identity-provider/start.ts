import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider, type Configuration } from "oidc-provider";
import { peoplePage } from "./page";
import { people } from "./people";

export interface IdentityProvider {
  issuer: string;
  stop: () => Promise<void>;
}

interface Options {
  port: number;
  redirectUris: string[];
  clientId: string;
  clientSecret: string;
}

function configuration({ redirectUris, clientId, clientSecret }: Options): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], profile: ["name", "groups"], email: ["email"] },
    // All claims in the ID token, as most companies' providers do.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/people/${interaction.uid}` },
    findAccount: (_context, id) => {
      const person = people.find((one) => one.id === id);
      if (!person) return undefined;
      const { name, email, groups } = person;
      return { accountId: id, claims: () => ({ sub: id, name, email, groups }) };
    },
    // No consent page: whoever is there is a person of the demo.
    loadExistingGrant: async ({ oidc }) => {
      if (!oidc.session?.accountId || !oidc.client) return undefined;
      const grant = new oidc.provider.Grant({
        accountId: oidc.session.accountId,
        clientId: oidc.client.clientId,
      });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    cookies: { keys: ["sandbox"] },
    ttl: {
      Session: 60,
      Interaction: 3600,
      Grant: 3600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
  };
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

/** Signing in again asks again: a session of the provider's would choose for the person. */
function forgetSession(request: IncomingMessage): void {
  const cookies = (request.headers.cookie ?? "").split("; ");
  request.headers.cookie = cookies.filter((one) => !one.startsWith("_session")).join("; ");
}

/** The page of people, and the choice made on it. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.end(peoplePage(request.url ?? ""));
    return;
  }
  const form = await readForm(request);
  const person = people.find((one) => one.id === form.get("person"));
  if (!person) {
    response.writeHead(400).end("Nobody of that name is here.");
    return;
  }
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.id, remember: false } },
    { mergeWithLastSubmission: false },
  );
}

/**
 * An OpenID Connect provider on localhost whose people sign in with one click: it asks who, every time.
 * @param options port 0 for any free one
 */
export async function startIdentityProvider(options: Options): Promise<IdentityProvider> {
  const served: { provider?: Provider } = {};
  const server = createServer((request, response) => {
    const { provider } = served;
    if (!provider) return void response.writeHead(503).end();
    if (request.url?.startsWith("/auth")) forgetSession(request);
    const work = request.url?.startsWith("/people/")
      ? interact(provider, request, response)
      : Promise.resolve(provider.callback()(request, response));
    work.catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent)
        response.writeHead(400).end("This sign-in is over. Go back and start again.");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "localhost", resolve);
  });
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`; // listening on TCP, so never a pipe's name
  served.provider = new Provider(issuer, configuration(options));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { issuer, stop };
}
