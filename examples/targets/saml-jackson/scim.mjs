// The directories' SCIM endpoints. Every answer is the library's: a request is taken apart as the library's guide for
// Express does it, and what it returns is written down.
import { SCIM_PATH } from "./paths.mjs";

const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

const number = (digits) => (digits ? parseInt(digits) : undefined);
const refusal = (status, detail) => ({ status, data: { schemas: [ERROR], status: String(status), detail } });

async function ask(directorySync, request) {
  const [directoryId, resourceType, resourceId] =
    request.path.slice(SCIM_PATH.length + 1).split("/").map(decodeURIComponent);
  let body;
  try {
    body = request.body ? JSON.parse(request.body) : undefined;
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
      count: number(request.query.count),
      startIndex: number(request.query.startIndex),
      filter: request.query.filter,
    },
  });
}

/** Answers what is below the SCIM path, and nothing else. */
export const scimEndpoints = (directorySync) => async (request) => {
  if (!request.path.startsWith(`${SCIM_PATH}/`)) return undefined;
  const { status, data } = await ask(directorySync, request).catch((error) =>
    refusal(500, error?.message ?? String(error)));
  if (status === 204 || data === undefined) return { status, headers: {} };
  return { status, headers: { "Content-Type": "application/scim+json" }, body: JSON.stringify(data) };
};
