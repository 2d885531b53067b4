// The whole chain on @boxyhq/saml-jackson, in one process: an identity provider's logins and SCIM come to the library,
// and a small application behind it knows what the library tells it. Two tenants, each with a directory of type
// azure-scim-v2, in the library's in-memory engine.
import { randomBytes } from "node:crypto";
import { listen } from "../server/listen.mjs";
import { load } from "../server/serve.mjs";
import { adminApi } from "./api.mjs";
import { makeApplication } from "./application.mjs";
import { read, text } from "./http.mjs";
import { oauthEndpoints } from "./oauth.mjs";
import { SAML_PATH, SCIM_PATH } from "./paths.mjs";
import { scimEndpoints } from "./scim.mjs";

const { controllers } = load("@boxyhq/saml-jackson");

const PRODUCT = "example";
const secret = () => randomBytes(24).toString("hex");

async function answer(handlers, request) {
  const taken = await read(request);
  for (const handle of handlers) {
    const answered = await handle(taken);
    if (answered) return answered;
  }
  return text("There is nothing here.\n", 404);
}

listen(async (base) => {
  const [apiKey, clientSecret, webhookSecret] = [secret(), secret(), secret()];
  const keys = { first: secret(), second: secret() };
  const jackson = await controllers({
    externalUrl: base,
    samlPath: SAML_PATH,
    scimPath: SCIM_PATH,
    clientSecretVerifier: clientSecret,
    db: { engine: "mem" },
    noAnalytics: true,
    logger: { info() {}, warn() {}, error() {} },
  });
  const directory = async (tenant) => {
    const { directories } = jackson.directorySyncController;
    const { data, error } = await directories.create({
      tenant, product: PRODUCT, name: `${tenant} directory`, type: "azure-scim-v2",
      webhook_url: `${base}/webhooks`, webhook_secret: webhookSecret,
    });
    if (error) throw new Error(error.message);
    await directories.update(data.id, { log_webhook_events: true });
    return data;
  };
  const [first, second] = [await directory("first"), await directory("second")];
  const handlers = [
    scimEndpoints(jackson.directorySyncController),
    oauthEndpoints(jackson),
    adminApi(jackson, apiKey),
    makeApplication({ base, product: PRODUCT, clientSecret, webhookSecret, keys }),
  ];
  return {
    handle: async (request, response) => {
      const { status, headers, body } = await answer(handlers, request).catch((error) =>
        text(`${error?.message ?? error}\n`, error?.statusCode ?? 500));
      response.writeHead(status, { "Cache-Control": "no-store", ...headers }).end(body);
    },
    environment: {
      DIRECTORY: first.id,
      SCIM_ENDPOINT: first.scim.endpoint,
      SCIM_TOKEN: first.scim.secret,
      SECOND_DIRECTORY: second.id,
      SECOND_SCIM_TOKEN: second.scim.secret,
      POLIS_API_KEY: apiKey,
      APP_KEY: keys.first,
      SECOND_APP_KEY: keys.second,
      WEBHOOK_SECRET: webhookSecret,
    },
  };
});
