import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Job } from 'kubernetes-models/batch/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service } from 'kubernetes-models/v1';
import { parse } from 'yaml';
import type { Json } from '../json-client.ts';
import { ROOT } from './dockerfile.ts';

/** Kubernetes' own types of what there is, and where TypeScript finds them. */
const KINDS = {
  Deployment: { Kind: Deployment, module: 'kubernetes-models/apps/v1' },
  HorizontalPodAutoscaler: { Kind: HorizontalPodAutoscaler, module: 'kubernetes-models/autoscaling/v2' },
  Job: { Kind: Job, module: 'kubernetes-models/batch/v1' },
  PodDisruptionBudget: { Kind: PodDisruptionBudget, module: 'kubernetes-models/policy/v1' },
  Service: { Kind: Service, module: 'kubernetes-models/v1' },
} as const;

type Kind = keyof typeof KINDS;

export interface Manifest {
  file: string;
  document: Json;
}

export const readYaml = (file: string): Json => parse(readFileSync(join(ROOT, file), 'utf8'));

const FOLDER = 'deploy/kubernetes';

/** Every manifest but kustomize's own file. */
export const manifests = (): Manifest[] =>
  readdirSync(join(ROOT, FOLDER))
    .filter((file) => file !== 'kustomization.yaml')
    .map((file) => ({ file, document: readYaml(join(FOLDER, file)) }));

export function manifestOf(kind: Kind): Json {
  const found = manifests().filter(({ document }) => document.kind === kind);
  if (found.length !== 1) throw new Error(`there are ${found.length} manifests of ${kind}`);
  return found[0]?.document;
}

/** @throws what Kubernetes' schema says against it */
export function validateManifest({ document }: Manifest): void {
  const { Kind } = kindOf(document);
  new Kind(document).validate();
}

function kindOf({ kind }: Json): (typeof KINDS)[Kind] {
  const known = KINDS[kind as Kind];
  if (known === undefined) throw new Error(`${kind} is no kind that is known here`);
  return known;
}

/** Keys that Kubernetes does not know its schemas let pass, and TypeScript does not. @returns what its compiler says */
export async function unknownKeys(all: readonly Manifest[]): Promise<string> {
  // Where node_modules is found from, and not looked at by git.
  const folder = await mkdtemp(join(import.meta.dirname, '../../.project-'));
  try {
    const text = all.map(({ document }, at) => {
      const { module } = kindOf(document);
      return `export const _${at}: import('${module}').I${document.kind} = ${JSON.stringify(document, null, 1)};\n`;
    });
    await writeFile(join(folder, 'manifests.ts'), text.join(''));
    const flags = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', ''];
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    await promisify(execFile)(tsc, [...flags, 'manifests.ts'], { cwd: folder });
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout + stderr || String(error);
  } finally {
    await rm(folder, { recursive: true });
  }
}
