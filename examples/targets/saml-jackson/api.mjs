// The administrator's API under the paths of Ory Polis, as far as this example needs it. The library has no HTTP API of
// its own: Polis puts these paths before its functions, and so does this file.
//
// Sources: ory/docs docs/polis/directory-sync/api-reference.mdx (`Authorization: Api-Key secret`), and for paths and
// answers the comments of the package's functions (@openapi).
import { json, route } from "./http.mjs";

const number = (digits) => (digits ? parseInt(digits) : undefined);
const pages = (query) => ({
  pageOffset: number(query.pageOffset),
  pageLimit: number(query.pageLimit),
  pageToken: query.pageToken,
  directoryId: query.directoryId,
});
const told = ({ data, error, pageToken }) =>
  error ? json({ error }, error.code) : json({ data, ...(pageToken && { pageToken }) });

const paths = ({ connectionAPIController: connections, directorySyncController }) => {
  const { directories, users, groups, webhookLogs } = directorySyncController;
  const of = (store, { tenant, product }) => store.setTenantAndProduct(tenant, product);
  return {
    "GET /api/v1/sso": async ({ query }) => json(await connections.getConnections(query)),
    "POST /api/v1/sso": async ({ body }) => json(await connections.createSAMLConnection(JSON.parse(body))),
    "DELETE /api/v1/sso": async ({ query }) => json((await connections.deleteConnections(query)) ?? {}),
    "GET /api/v1/dsync": async ({ query: { tenant, product } }) =>
      told(await directories.getByTenantAndProduct(tenant, product)),
    "GET /api/v1/dsync/users": async ({ query }) => told(await of(users, query).getAll(pages(query))),
    "GET /api/v1/dsync/users/:id": async ({ query, params }) => told(await of(users, query).get(params.id)),
    "GET /api/v1/dsync/groups": async ({ query }) => told(await of(groups, query).getAll(pages(query))),
    "GET /api/v1/dsync/groups/:id": async ({ query, params }) => told(await of(groups, query).get(params.id)),
    "GET /api/v1/dsync/groups/:id/members": async ({ query, params }) =>
      told(await of(groups, query).getGroupMembers({ groupId: params.id, ...pages(query) })),
    "GET /api/v1/dsync/events": async ({ query }) => told(await of(webhookLogs, query).getAll(pages(query))),
    "GET /api/v1/dsync/:id": async ({ params }) => told(await directories.get(params.id)),
    "PATCH /api/v1/dsync/:id": async ({ params, body }) => told(await directories.update(params.id, JSON.parse(body))),
  };
};

/** `key` opens everything, of every tenant. */
export const adminApi = (controllers, key) => {
  const answer = route(paths(controllers));
  return async (request) => {
    if (!request.path.startsWith("/api/v1/")) return undefined;
    const isAdmin = request.headers.authorization === `Api-Key ${key}`;
    return isAdmin ? answer(request) : json({ error: { message: "Unauthorized" } }, 401);
  };
};
