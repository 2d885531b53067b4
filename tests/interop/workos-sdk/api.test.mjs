// WorkOS's own library reads the API of the reference integration. The tests are in order: each goes on where the one
// before ended.
//     IDPROCTOR=BINARY node --test api.test.mjs
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { workos } from './sdk.mjs';

const secret = () => randomBytes(16).toString('hex');
const apiKey = `sk_${secret()}`;
const scimToken = secret();
const state = mkdtempSync(join(tmpdir(), 'idproctor-sdk-'));
const started = new Date(Date.now() - 60_000).toISOString();
let reference, base, sdk, alice;

before(async () => {
  reference = spawn(process.env.IDPROCTOR,
    ['reference', '--listen', '127.0.0.1:0', '--inactive', 'delete', '--state', state],
    { env: { ...process.env, IDPROCTOR_API_KEY: apiKey, IDPROCTOR_SCIM_TOKEN: scimToken },
      stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: reference.stdout })) {
    base = /listens on (http:\S+)/.exec(line)?.[1];
    if (base) break;
  }
  assert.ok(base, 'the reference integration says where it listens');
  sdk = workos(apiKey, base);
});

after(() => {
  reference.kill('SIGTERM');
  rmSync(state, { recursive: true, force: true });
});

async function scim(method, path, body) {
  const answer = await fetch(`${base}/scim/v2${path}`, {
    method,
    headers: { Authorization: `Bearer ${scimToken}`, 'Content-Type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

test('connections and directories', async () => {
  const { data: connections } = await sdk.sso.listConnections({ organizationId: 'org_first' });
  assert.deepEqual(connections.map((one) => one.organizationId), ['org_first']);
  assert.equal((await sdk.sso.getConnection(connections[0].id)).id, connections[0].id);
  const { data: directories } = await sdk.directorySync.listDirectories({ organizationId: 'org_first' });
  assert.deepEqual(directories.map((one) => one.id), ['directory_first']);
  // Nobody has pushed anything yet.
  assert.notEqual(directories[0].state, 'active');
});

test('a user that is pushed', async () => {
  alice = await scim('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'alice@example.com', externalId: '00u1', active: true,
    name: { givenName: 'Alice', familyName: 'Adams' },
    emails: [{ value: 'alice@example.com', type: 'work', primary: true }],
  });
  const { data: users } = await sdk.directorySync.listUsers({ directory: 'directory_first' });
  assert.equal(users.length, 1);
  const { email, firstName, lastName, state: shown, idpId, id } = users[0];
  assert.deepEqual({ email, firstName, lastName, shown, idpId },
    { email: 'alice@example.com', firstName: 'Alice', lastName: 'Adams', shown: 'active', idpId: '00u1' });
  assert.equal((await sdk.directorySync.getUser(id)).email, 'alice@example.com');
  assert.equal((await sdk.directorySync.getDirectory('directory_first')).state, 'active');
});

test('a group that gives a role', async () => {
  await scim('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Admins', members: [{ value: alice.id }],
  });
  const { data: [user] } = await sdk.directorySync.listUsers({ directory: 'directory_first' });
  assert.equal(user.role.slug, 'admin');
  const { data: groups } = await sdk.directorySync.listGroups({ user: user.id });
  assert.deepEqual(groups.map((one) => one.name), ['Admins']);
  const { data: members } = await sdk.directorySync.listUsers({ group: groups[0].id });
  assert.deepEqual(members.map((one) => one.id), [user.id]);
});

test('lists page by page', async () => {
  for (const name of ['bob', 'carol']) {
    await scim('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `${name}@example.com`, active: true,
      emails: [{ value: `${name}@example.com`, primary: true }],
    });
  }
  const emails = [];
  let after;
  do {
    const page = await sdk.directorySync.listUsers({ directory: 'directory_first', limit: 1, after });
    emails.push(...page.data.map((one) => one.email));
    after = page.listMetadata.after;
  } while (after && emails.length < 10);
  assert.deepEqual(emails, ['carol@example.com', 'bob@example.com', 'alice@example.com']);
});

test('events, from a time on and after an event', async () => {
  await scim('PATCH', `/Users/${alice.id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'active', value: false }],
  });
  const types = ['dsync.activated', 'dsync.user.created', 'dsync.user.deleted', 'dsync.group.created',
    'dsync.group.user_added'];
  const { data: events } = await sdk.events.listEvents({ events: types, rangeStart: started, limit: 100 });
  const about = (event) => event.data.email ?? event.data.user?.email ?? event.data.name;
  const alices = events.filter((event) => about(event) === 'alice@example.com');
  assert.deepEqual(alices.map((event) => event.event),
    ['dsync.user.created', 'dsync.group.user_added', 'dsync.user.deleted']);
  assert.ok(events.some((event) => event.event === 'dsync.activated'));
  const after = alices[1].id;
  const { data: later } = await sdk.events.listEvents({ events: types, after, limit: 100 });
  const ids = events.map((event) => event.id);
  assert.deepEqual(later.map((event) => event.id), ids.slice(ids.indexOf(after) + 1));
  await assert.rejects(sdk.events.listEvents({ events: types, after, rangeStart: started }), { status: 422 });
});

test('whoever is deactivated is gone', async () => {
  const { data: users } = await sdk.directorySync.listUsers({ directory: 'directory_first' });
  assert.deepEqual(users.map((one) => one.email).sort(), ['bob@example.com', 'carol@example.com']);
});

test('a login for nobody, and a code that was guessed', async () => {
  const url = sdk.sso.getAuthorizationUrl({
    connection: 'conn_first', clientId: 'client_of_nobody', redirectUri: 'https://nobody.example/callback', state: 's',
  });
  // A redirect URI that nobody registered is never followed.
  const answer = await fetch(url, { redirect: 'manual' });
  assert.equal(answer.status, 400);
  await assert.rejects(sdk.sso.getProfileAndToken({ code: 'guessed', clientId: 'client_of_nobody' }),
    (error) => error.status >= 400 && error.status < 500);
});

test('a wrong key opens nothing', async () => {
  const stranger = workos('sk_wrong', base);
  const refused = { name: 'UnauthorizedException' };
  await assert.rejects(stranger.directorySync.listUsers({ directory: 'directory_first' }), refused);
  await assert.rejects(stranger.events.listEvents({ events: ['dsync.user.created'] }), refused);
});
