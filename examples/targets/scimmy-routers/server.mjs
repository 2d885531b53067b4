// A small SCIM service provider on scimmy-routers and Express, set up as the libraries' documentation says. The
// libraries read requests, filters, patches and pages and write the answers; what they leave to the application is
// here: where resources are kept, whether a name is taken, and who may ask.
import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { listen } from "../server/listen.mjs";
import { load } from "../server/serve.mjs";

const express = load("express");
const { default: SCIMMYRouters, SCIMMY } = load("scimmy-routers");

const TENANTS = ["first", "second"];
const tokens = new Map(TENANTS.map((tenant) => [tenant, randomBytes(32).toString("base64url")]));

const same = (one, other) => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** The resources of one type, every tenant's by themselves, in memory. `key` names the attribute that is unique. */
function keep(Resource, key) {
  const kept = new Map(TENANTS.map((tenant) => [tenant, new Map()]));
  const found = (resources, id) => {
    const resource = resources.get(id);
    if (!resource) throw new SCIMMY.Types.Error(404, null, `There is no resource ${id}`);
    return resource;
  };
  const isTaken = (resources, value, id) =>
    [...resources.values()].some((other) => other.id !== id && other[key].toLowerCase() === value.toLowerCase());

  SCIMMY.Resources.declare(Resource)
    .ingress((resource, data, tenant) => {
      const resources = kept.get(tenant);
      const before = resource.id ? found(resources, resource.id) : undefined;
      if (key === "userName" && isTaken(resources, data[key], resource.id)) {
        throw new SCIMMY.Types.Error(409, "uniqueness", `The ${key} ${data[key]} is taken`);
      }
      const now = new Date().toISOString();
      const id = resource.id ?? randomUUID();
      const stored = { ...JSON.parse(JSON.stringify(data)), id, meta: { created: before?.meta.created ?? now, lastModified: now } };
      resources.set(id, stored);
      return stored;
    })
    .egress((resource, tenant) => {
      const resources = kept.get(tenant);
      if (resource.id) return found(resources, resource.id);
      const all = [...resources.values()];
      return resource.filter ? resource.filter.match(all) : all;
    })
    .degress((resource, tenant) => {
      found(kept.get(tenant), resource.id);
      kept.get(tenant).delete(resource.id);
    });
}

// Enterprise providers send this extension; the library refuses the ones that are not declared.
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
keep(SCIMMY.Resources.User, "userName");
keep(SCIMMY.Resources.Group, "displayName");

listen((base) => {
  const app = express();
  app.disable("etag"); // Express would tag every answer; SCIM's versions are the resource's
  app.use("/:tenant/scim/v2", new SCIMMYRouters({
    type: "bearer",
    handler(request) {
      const token = /^Bearer (.+)$/i.exec(request.header("Authorization") ?? "")?.[1];
      if (!token || !tokens.has(request.params.tenant) || !same(token, tokens.get(request.params.tenant))) {
        throw new Error("The bearer token is missing or wrong");
      }
    },
    context: (request) => request.params.tenant,
    baseUri: () => base,
  }));
  return {
    handle: app,
    environment: { SCIM_TOKEN: tokens.get("first"), SECOND_SCIM_TOKEN: tokens.get("second") },
  };
});
