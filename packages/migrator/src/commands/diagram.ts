import type { Invocation } from '../invocation.ts';
import { diagram as mermaidOf } from '../schema/diagram.ts';

export async function diagram({ project, report }: Invocation): Promise<void> {
  const { schema } = await project.draft();
  const mermaid = mermaidOf(schema);
  if (report.json) return report.document({ mermaid });
  process.stdout.write(`${mermaid}\n`);
}
