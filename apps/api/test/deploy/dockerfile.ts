import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DockerfileParser } from 'dockerfile-ast';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Step {
  keyword: string;
  /** What stands behind it, on one line. */
  text: string;
}

export interface Stage {
  name: string;
  from: string;
  steps: Step[];
}

/** What an image says of the processes that it is made for. */
export interface ImageSettings {
  env: Record<string, string>;
  workdir: string;
  user: string;
  port: string;
  stopSignal: string;
  command: string[];
  /** None: nobody asks. */
  healthcheck: string[] | undefined;
}

/** The stages of the Dockerfile in the root. */
export function readStages(): Stage[] {
  const stages: Stage[] = [];
  const file = readFileSync(`${ROOT}Dockerfile`, 'utf8');
  const lines = file.split('\n');
  for (const instruction of DockerfileParser.parse(file).getInstructions()) {
    const keyword = instruction.getKeyword();
    const { start, end } = instruction.getRange();
    // The parser's own text has lost the flags.
    const whole = lines.slice(start.line, end.line + 1).join('\n');
    const text = whole
      .slice(keyword.length)
      .replaceAll(/\\\n\s*/g, '')
      .trim();
    if (keyword === 'FROM') stages.push(stageOf(text));
    else stages.at(-1)?.steps.push({ keyword, text });
  }
  return stages;
}

function stageOf(text: string): Stage {
  const [from = '', , name = 'default'] = text.split(/\s+/);
  return { name, from, steps: [] };
}

export function stageNamed(name: string): Stage {
  const stage = readStages().find((each) => each.name === name);
  if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
  return stage;
}

/** With what it has of the stages that it begins with. */
export function settingsOf(name: string): ImageSettings {
  const { from, steps } = stageNamed(name);
  const isStage = readStages().some((stage) => stage.name === from);
  const begin: ImageSettings = isStage ? settingsOf(from) : NOTHING;
  const settings = { ...begin };
  for (const step of steps) Object.assign(settings, settingOf(step, settings));
  return settings;
}

const NOTHING: ImageSettings = {
  env: {},
  workdir: '/',
  user: 'root',
  port: '',
  stopSignal: 'SIGTERM',
  command: [],
  healthcheck: undefined,
};

function settingOf({ keyword, text }: Step, { env }: ImageSettings): Partial<ImageSettings> {
  const settings: Record<string, () => Partial<ImageSettings>> = {
    ENV: () => ({ env: { ...env, ...Object.fromEntries(text.split(/\s+/).map((pair) => pair.split('='))) } }),
    WORKDIR: () => ({ workdir: text }),
    USER: () => ({ user: text }),
    EXPOSE: () => ({ port: text }),
    STOPSIGNAL: () => ({ stopSignal: text }),
    CMD: () => ({ command: JSON.parse(text) }),
    HEALTHCHECK: () => ({ healthcheck: text === 'NONE' ? undefined : JSON.parse(text.slice(text.indexOf('['))) }),
  };
  return settings[keyword]?.() ?? {};
}
