import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnv } from '../src/env.ts';
import { type AppUnderTest, startApp } from './app-under-test.ts';
import { ROOT, readStages, settingsOf } from './deploy/dockerfile.ts';
import { manifestOf, manifests, readYaml, unknownKeys, validateManifest } from './deploy/manifests.ts';
import type { Json } from './json-client.ts';

// Its types say ES module, and it is none.
const dockerignore = createRequire(import.meta.url)(
  '@balena/dockerignore',
) as typeof import('@balena/dockerignore').default;

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const VARIABLES = Object.keys(parseEnv(textOf('.env.example')));
const api = settingsOf('api');
const migrate = settingsOf('migrate');

/** What a deployment fills in. */
const GIVEN = { POSTGRES_PASSWORD: 'secret', API_KEYS: `ci:reader:${'ab'.repeat(32)}` };
const SECRETS: Record<string, string> = {
  'database-url': 'postgres://roster:secret@pooler:6432/roster',
  'migrate-database-url': 'postgres://roster:secret@postgres:5432/roster',
  'api-keys': GIVEN.API_KEYS,
  'cursor-secret': 'any',
};
const SECRET_VARIABLES = ['DATABASE_URL', 'MIGRATE_DATABASE_URL', 'API_KEYS', 'CURSOR_SECRET'];

let app: AppUnderTest;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

/** What a stop takes at most, in milliseconds, by these variables. */
const shutdownOf = (env: Record<string, string>): number =>
  readEnv({ NODE_ENV: 'production', DATABASE_URL: SECRETS['database-url'], ...env, HOST: '127.0.0.1' })
    .SHUTDOWN_TIMEOUT;

describe('the Dockerfile', () => {
  test('has the versions of the workspace, and a Node that its packages run on', () => {
    const text = textOf('Dockerfile');
    const { packageManager } = JSON.parse(textOf('package.json')) as { packageManager: string };
    expect(new Set(text.match(/pnpm@[\d.]+/g))).toEqual(new Set([packageManager]));
    expect(text.match(/turbo@[\d.]+/g)).toEqual([`turbo@${readYaml('pnpm-workspace.yaml').catalog.turbo}`]);
    const [, major, minor] = /^FROM node:(\d+)\.(\d+)\.\d+-\S+ AS node$/m.exec(text) ?? [];
    expect([Number(major), Number(minor) >= 19]).toEqual([20, true]);
    expect(new Set(readStages().map(({ from }) => from))).toEqual(new Set([readStages()[0]?.from, 'node', 'api']));
  });

  test('makes an image of a user that is not root, one port, and a server as process 1 that hears its signal', () => {
    expect(api).toMatchObject({ user: '1000:1000', stopSignal: 'SIGTERM', port: api.env['PORT'] });
    expect(api.command).toEqual(['node', 'apps/api/dist/main.js']);
    expect(migrate).toMatchObject({ user: api.user, healthcheck: undefined });
    expect(Object.keys(api.env).filter((name) => !VARIABLES.includes(name))).toEqual(['TURBO_TELEMETRY_DISABLED']);
    expect(readStages().at(-1)).toMatchObject({ from: 'api', steps: [] });
  });

  test('asks for its health at a path that is there, and not of the database', async () => {
    const [, path = ''] = /path: '([^']+)'/.exec(api.healthcheck?.join(' ') ?? '') ?? [];
    expect([path, (await app.request('GET', path)).status]).toEqual(['/livez', 200]);
  });

  test('is built from sources: no secret, no history, nothing that was built or installed here', () => {
    const ignored = dockerignore().add(textOf('.dockerignore'));
    const never = ['.env', 'apps/api/.env', '.env.local', '.git/config', '.data/postgres/PG_VERSION', 'payroll.csv'];
    const made = ['node_modules/koa/index.js', 'apps/api/node_modules/koa', 'apps/api/dist/main.js', '.turbo/x'];
    expect([...never, ...made].filter((file) => !ignored.ignores(file))).toEqual([]);
    const needed = ['apps/api/src/main.ts', 'packages/models/migrations/schema.sql', 'pnpm-lock.yaml', '.pnpmfile.cjs'];
    expect(
      [...needed, 'tsconfig.base.json', 'deploy/migrator.config.js'].filter((file) => ignored.ignores(file)),
    ).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const { services, configs, volumes } = readYaml('compose.yaml');
  const environment = (service: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries<string>(services[service].environment).map(([name, text]) => [name, filled(text)]),
    );

  test('gives the API and the migrate job variables that there are, with values that are taken', () => {
    for (const service of ['api', 'migrate']) {
      expect(Object.keys(environment(service)).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    }
    expect(readEnv({ ...api.env, ...environment('api') })).toMatchObject({
      NODE_ENV: 'production',
      FAST_PATH: 'off',
      WORKERS: 1,
    });
    // What is secret comes from outside, and is asked for.
    expect(textOf('compose.yaml').match(/\$\{\w+:\?/g)).toEqual(['${POSTGRES_PASSWORD:?', '${API_KEYS:?']);
  });

  test('sends requests through the pooler, and migrations past it', () => {
    const { DATABASE_URL = '', MIGRATE_DATABASE_URL = '' } = environment('api');
    const ini = textOf('deploy/pgbouncer/pgbouncer.ini');
    expect(new URL(DATABASE_URL).host).toBe(`pgbouncer:${/^listen_port = (\d+)$/m.exec(ini)?.[1]}`);
    expect(new URL(MIGRATE_DATABASE_URL).host).toBe('postgres:5432');
    expect(environment('migrate')['MIGRATE_DATABASE_URL']).toBe(MIGRATE_DATABASE_URL);
    expect(ini).toMatch(/^pool_mode = transaction$/m);
    expect(ini).toMatch(new RegExp(`^auth_file = ${services.pgbouncer.configs[0].target}$`, 'm'));
    expect(ini).toMatch(/^roster = host=postgres port=5432 dbname=roster$/m);
    expect(services.pgbouncer.healthcheck.test.at(-1)).toContain('/6432');
  });

  test('starts in order: PostgreSQL, then pooler and migrations, then the API', () => {
    expect(services.api.depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
      pgbouncer: { condition: 'service_healthy' },
    });
    for (const name of ['migrate', 'pgbouncer']) {
      expect(services[name].depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    }
    expect([services.postgres.healthcheck, services.pgbouncer.healthcheck]).not.toContain(undefined);
  });

  test('refers to what there is', () => {
    for (const { build, configs: used = [] } of Object.values<Json>(services)) {
      expect([undefined, ...readStages().map(({ name }) => name)]).toContain(build?.target);
      expect(used.filter(({ source }: { source: string }) => !(source in configs))).toEqual([]);
    }
    expect(Object.keys(volumes)).toEqual(['data']);
    expect(services.api.ports).toEqual([`127.0.0.1:${api.port}:${api.port}`]);
  });

  // Compose copies such a file into the container, and refuses where nothing can be written (docker/compose#12531).
  test('puts no file into a container that can’t be written', () => {
    for (const { read_only: isReadOnly = false, configs: used = [] } of Object.values<Json>(services)) {
      const inline = used.filter(({ source }: { source: string }) => 'content' in configs[source]);
      expect(isReadOnly && inline.length > 0).toBe(false);
    }
  });

  test('confines what it can, and waits longer for a stop than one takes', () => {
    for (const name of ['api', 'migrate', 'pgbouncer']) expect(services[name]).toMatchObject({ cap_drop: ['ALL'] });
    for (const name of ['api', 'migrate']) expect(services[name]).toMatchObject({ read_only: true });
    expect(Number.parseInt(services.api.stop_grace_period, 10) * 1000).toBeGreaterThan(shutdownOf(environment('api')));
  });
});

test('docs/deploying.md says of every hazard in which deploy it goes', () => {
  const source = textOf('packages/migrator/src/schema/hazard.ts');
  const [, list = ''] = /HAZARD_CODES = \[([^\]]+)\]/.exec(source) ?? [];
  const codes = [...list.matchAll(/'([\w-]+)'/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  const documented = [...textOf('docs/deploying.md').matchAll(/^\| `([a-z-]+)` *\|/gm)].map(([, code]) => code);
  expect(new Set(documented)).toEqual(new Set(codes));
});

/** `${NAME}`, `${NAME:?words}`, `${NAME:-default}` as Compose fills them in. */
const filled = (text: string): string =>
  text.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_all, name: string, _kind, words = '') =>
    name in GIVEN ? GIVEN[name as keyof typeof GIVEN] : words,
  );

describe('the Kubernetes manifests', () => {
  const deployment = manifestOf('Deployment');
  const job = manifestOf('Job');
  const pods = [deployment, job].map(({ spec }) => spec.template.spec);
  const [server] = deployment.spec.template.spec.containers;
  const [migration] = job.spec.template.spec.containers;
  const labels = deployment.spec.template.metadata.labels;

  test.each(manifests())('$file is what Kubernetes knows', (manifest) =>
    expect(() => validateManifest(manifest)).not.toThrow(),
  );

  test('have no key that it does not know', async () => {
    expect(await unknownKeys(manifests())).toBe('');
    const wrong = structuredClone(deployment);
    wrong.spec.template.spec.containers[0].readynessProbe = {};
    expect(await unknownKeys([{ file: '', document: wrong }])).toContain('readynessProbe');
  });

  test('are all applied but the job, which goes before them', () => {
    const { resources } = readYaml('deploy/kubernetes/kustomization.yaml');
    expect(resources.toSorted()).toEqual(
      manifests()
        .map(({ file }) => file)
        .filter((file) => file !== 'migrate-job.yaml'),
    );
  });

  test('give variables that there are, secrets by reference alone, and what they give is taken', () => {
    for (const { env } of [server, migration]) {
      for (const { name, value, valueFrom } of env) {
        expect(VARIABLES).toContain(name);
        const isSecret = SECRET_VARIABLES.includes(name);
        expect([name, value !== undefined, valueFrom?.secretKeyRef.name]).toEqual([
          name,
          !isSecret,
          isSecret ? 'roster' : undefined,
        ]);
      }
    }
    const env = Object.fromEntries(server.env.map(valueOf));
    expect(readEnv({ ...api.env, ...env })).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0', WORKERS: 1 });
    // The job asks the database that the API does: past a pooler where there is one, and only there.
    const databases = [server, migration].map((each) =>
      each.env.filter(({ name }: Json) => name.endsWith('DATABASE_URL')),
    );
    expect(databases[1]).toEqual(databases[0]);
    expect(databases[0].map(({ valueFrom }: Json) => valueFrom.secretKeyRef.optional === true)).toEqual([false, true]);
  });

  test('run the image as it is: its user, its port, its command of the migrations', () => {
    for (const pod of pods) {
      const [uid, gid] = api.user.split(':').map(Number);
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: uid, runAsGroup: gid });
      const [{ image, securityContext, resources }] = pod.containers;
      expect([image, resources.limits.memory]).toEqual(['roster-api', '512Mi']);
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
      expect(securityContext.capabilities).toEqual({ drop: ['ALL'] });
    }
    expect(server.ports).toEqual([{ name: 'http', containerPort: Number(api.port) }]);
    expect(deployment.spec.template.metadata.annotations['prometheus.io/port']).toBe(api.port);
    expect(migration.command).toEqual(migrate.command);
  });

  test('ask at paths that are there, and wait for the answer of /readyz as long as it takes at most', async () => {
    for (const probe of [server.startupProbe, server.livenessProbe, server.readinessProbe]) {
      expect(probe.httpGet.port).toBe('http');
      expect((await app.request('GET', probe.httpGet.path)).status).toBe(200);
    }
    expect([server.livenessProbe.httpGet.path, server.readinessProbe.httpGet.path]).toEqual(['/livez', '/readyz']);
    expect(server.readinessProbe.timeoutSeconds).toBeGreaterThan(2);
    const { DATABASE_WAIT } = readEnv({});
    expect(server.startupProbe.periodSeconds * server.startupProbe.failureThreshold * 1000).toBeGreaterThan(
      DATABASE_WAIT,
    );
  });

  test('give a stop more time than the pause before it and the stop itself take', () => {
    const [, pause] = server.lifecycle.preStop.exec.command;
    const stop = shutdownOf(Object.fromEntries(server.env.map(valueOf)));
    expect(pods[0].terminationGracePeriodSeconds * 1000).toBeGreaterThanOrEqual(Number(pause) * 1000 + stop + 5000);
  });

  test('scale by a gauge that /metrics has', async () => {
    const { metrics, scaleTargetRef } = manifestOf('HorizontalPodAutoscaler').spec;
    expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.metadata.name });
    const names = metrics.flatMap(({ pods: each }: Json) => (each === undefined ? [] : [each.metric.name]));
    const { text } = await app.request('GET', '/metrics');
    expect(names).toHaveLength(1);
    expect(text.split('\n')).toContain(`# TYPE ${names[0]} gauge`);
    expect(deployment.spec.replicas).toBeUndefined();
  });

  test('select the pods that there are', () => {
    const selected = [
      deployment.spec.selector.matchLabels,
      manifestOf('Service').spec.selector,
      manifestOf('PodDisruptionBudget').spec.selector.matchLabels,
    ];
    expect(selected).toEqual([labels, labels, labels]);
    expect(manifestOf('Service').spec.ports[0].targetPort).toBe('http');
  });
});

const valueOf = ({ name, value, valueFrom }: Json): [string, string] => [
  name,
  value ?? SECRETS[valueFrom.secretKeyRef.key],
];
