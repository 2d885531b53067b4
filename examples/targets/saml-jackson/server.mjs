// A small SCIM service provider on @boxyhq/saml-jackson: two directories of type azure-scim-v2, one for each of two
// tenants, in the library's in-memory engine. Every answer is the library's; this file takes a request apart as the
// library's documentation says, and writes down what it returns.
import { listen } from "../server/listen.mjs";
import { load } from "../server/serve.mjs";

const { controllers } = load("@boxyhq/saml-jackson");

const LARGEST_BODY = 4 << 20;
const SCIM_PATH = "/api/scim/v2.0";
const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

const number = (text) => (text ? parseInt(text) : undefined);
const refusal = (status, detail) => ({ status, data: { schemas: [ERROR], status: String(status), detail } });

async function read(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error("the body is too large");
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function answer(directorySync, request) {
  const url = new URL(request.url, "http://127.0.0.1");
  if (!url.pathname.startsWith(`${SCIM_PATH}/`)) return refusal(404, "There is nothing here.");
  const [directoryId, resourceType, resourceId] =
    url.pathname.slice(SCIM_PATH.length + 1).split("/").map(decodeURIComponent);
  let body;
  try {
    const text = await read(request);
    body = text ? JSON.parse(text) : undefined;
  } catch (error) {
    return refusal(400, error.message);
  }
  return directorySync.requests.handle({
    method: request.method,
    body,
    directoryId,
    resourceType: resourceType ?? "",
    resourceId,
    apiSecret: /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null,
    query: {
      count: number(url.searchParams.get("count")),
      startIndex: number(url.searchParams.get("startIndex")),
      filter: url.searchParams.get("filter") ?? undefined,
    },
  });
}

async function handle(directorySync, request, response) {
  let result;
  try {
    result = await answer(directorySync, request);
  } catch (error) {
    result = refusal(500, error?.message ?? String(error));
  }
  const body = result.status === 204 || result.data === undefined ? undefined : JSON.stringify(result.data);
  response.writeHead(result.status, { "Cache-Control": "no-store", ...(body && { "Content-Type": "application/scim+json" }) });
  response.end(body);
}

listen(async (base) => {
  const { directorySyncController } = await controllers({
    externalUrl: base,
    samlPath: "/api/saml", // required, and not used here
    scimPath: SCIM_PATH,
    db: { engine: "mem" },
    noAnalytics: true,
    logger: { info() {}, error() {} }, // it complains of every change that no webhook is told of
  });
  const create = async (tenant) => {
    const { data, error } = await directorySyncController.directories.create({
      tenant, product: "example", name: `${tenant} directory`, type: "azure-scim-v2",
    });
    if (error) throw new Error(error.message);
    return data;
  };
  const [first, second] = [await create("first"), await create("second")];
  return {
    handle: (request, response) => handle(directorySyncController, request, response),
    environment: {
      DIRECTORY: first.id,
      SCIM_ENDPOINT: first.scim.endpoint,
      SCIM_TOKEN: first.scim.secret,
      SECOND_DIRECTORY: second.id,
      SECOND_SCIM_TOKEN: second.scim.secret,
    },
  };
});
