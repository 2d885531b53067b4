// The application's own users and groups, as the webhooks told of them. Nothing else changes them.
//
// A webhook may come late. Polis's events have no time of their own, so the time of their signature says which is newer:
// what is older than what is known of a user changes nothing.

/** Groups that carry a role, the strongest first: by the beginning of their names. */
const ROLES = [["Admins", "admin"]];
const DEFAULT_ROLE = "member";

const same = (one, other) => Boolean(one) && one.toLowerCase() === other?.toLowerCase();

/** `ended(user)` is called when somebody may not be here any longer. */
export function makeUsers(ended) {
  const users = new Map(); // by directory and id, as the ids are the directory's
  const groups = new Map();
  const key = (event, id) => JSON.stringify([event.directory_id, id]);

  function put(event, time) {
    const { id, email, first_name, last_name, active, raw } = event.data;
    const user = users.get(key(event, id)) ?? { groups: new Set(), time: 0 };
    if (time < user.time) return;
    Object.assign(user, {
      time, tenant: event.tenant, id, email, first_name, last_name, active: active === true,
      user_name: raw?.userName, idp_id: raw?.externalId,
    });
    users.set(key(event, id), user);
    if (!user.active) ended(user);
  }

  function removeUser(event) {
    const user = users.get(key(event, event.data.id));
    users.delete(key(event, event.data.id));
    if (user) ended(user);
  }

  function removeGroup(event) {
    const gone = key(event, event.data.id);
    groups.delete(gone);
    for (const user of users.values()) user.groups.delete(gone);
  }

  function join(event) {
    const group = key(event, event.data.group.id);
    groups.set(group, event.data.group.name);
    users.get(key(event, event.data.id))?.groups.add(group);
  }

  function leave(event) {
    users.get(key(event, event.data.id))?.groups.delete(key(event, event.data.group.id));
  }

  const changes = {
    "user.created": put,
    "user.updated": put,
    "user.deleted": removeUser,
    "group.created": (event) => groups.set(key(event, event.data.id), event.data.name),
    "group.updated": (event) => groups.set(key(event, event.data.id), event.data.name),
    "group.deleted": removeGroup,
    "group.user_added": join,
    "group.user_removed": leave,
  };

  return {
    /** `time`: of the signature, milliseconds since 1970. An event of a type that is not known here changes nothing. */
    apply: (event, time) => changes[event.event]?.(event, time),
    /** By `email` or `user_name`, without regard to case. */
    find: (tenant, field, value) =>
      [...users.values()].find((user) => user.tenant === tenant && same(user[field], value)),
    all: (tenant) => [...users.values()].filter((user) => user.tenant === tenant),
    show(user) {
      const names = [...user.groups].map((group) => groups.get(group)).sort();
      const [, role] = ROLES.find(([beginning]) => names.some((name) => name.startsWith(beginning))) ?? [];
      const { tenant, id, email, user_name, idp_id, first_name, last_name, active } = user;
      return {
        tenant, id, email, user_name, idp_id, first_name, last_name,
        state: active ? "active" : "inactive", groups: names, role: role ?? DEFAULT_ROLE,
      };
    },
  };
}
