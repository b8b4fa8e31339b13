import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Outcome, Plan } from './load/plan.ts';

export interface Load {
  run(plan: Plan): Promise<Outcome>;
  close(): void;
}

/** The load has a process of its own, and keeps it: its code is warm when it counts. */
export function openLoad(): Load {
  const child = fork(join(import.meta.dirname, 'dist/load/main.js'), [], { execArgv: [] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the process of the load has ended')));
  ended.catch(() => undefined);
  return {
    run: (plan) => Promise.race([run(child, plan), ended]),
    close: () => void child.kill(),
  };
}

function run(child: ChildProcess, plan: Plan): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    child.once('message', ({ outcome, error }: { outcome?: Outcome; error?: string }) => {
      if (outcome === undefined) reject(new Error(error));
      else resolve(outcome);
    });
    child.send(plan);
  });
}
