/**
 * What the barriers and ordered accesses of a kernel test are on the ports that lower them to other barriers than one expects: on
 * POWER smp_rmb() is lwsync, which orders no store before a load and passes nothing on to other readers.
 */
import { listPrimitives } from '../kernel/listing.js';
import { armv7 } from '../models/armv7.js';
import { power } from '../models/power.js';
import type { Audit } from './audit.js';
import type { Advice, AuditedSite, PortInstructions } from './barrier-result.js';

const ASKED: readonly string[] = [power.name, armv7.name];

/** Of each such model what stands in the text, in the order of the text, and then what the advice puts there. */
export function portInstructions(
  { models }: Audit,
  sites: readonly AuditedSite[],
  advice: Advice,
): readonly PortInstructions[] {
  const asked = models.flatMap(({ name }, model) => (ASKED.includes(name) ? [model] : []));
  if (asked.length === 0) return [];
  const advised = advice.kind === 'alternatives' ? advice.alternatives.flatMap(({ changes }) => changes) : [];
  const texts = [
    ...sites.map(({ short }) => short),
    ...advised.map((change) => (change.kind === 'insert' ? change.barrier : change.by)),
  ];
  const names = [...new Set(texts.map((text) => /^\w*/.exec(text)?.[0] ?? ''))];
  const known = new Map(listPrimitives().map(({ name, becomes }) => [name, becomes]));
  return asked.flatMap((model) =>
    names.flatMap((name) => {
      const becomes = known.get(name)?.[models[model].architecture('lse')];
      return becomes === undefined || becomes === 'its C' ? [] : [{ model, name, becomes }];
    }),
  );
}
