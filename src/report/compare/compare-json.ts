/** `pinlitmus compare` for programs: one JSON document, checked against compare-schema.ts before it is written. */
import type { OutcomeComparison } from '../../check/compare/compare-outcomes.js';
import type { TestOutcome } from '../../check/compare/outcome.js';
import { jsonText } from '../../text/visible.js';
import { explainCommand } from '../check/deviation-lines.js';
import { type CompareDocument, compareSchema } from './compare-schema.js';
import { modelsOf } from './compare-text.js';

/** The text of the document; `version` is that of pinlitmus. */
export function comparisonJson(comparison: OutcomeComparison, version: string): string {
  const { old, now, inBoth, equal, withoutResult, groups, onlyInOld, onlyInNow, uncompared } = comparison;
  const document: CompareDocument = {
    schemaVersion: 1,
    kind: 'compare',
    tool: { name: 'pinlitmus', version },
    old,
    now,
    summary: {
      inBoth,
      equal,
      changed: inBoth - equal,
      withoutResult,
      onlyInOld: onlyInOld.length,
      onlyInNow: onlyInNow.length,
    },
    uncompared: [...uncompared],
    changes: groups.flatMap(({ changes }) =>
      changes.map((change) => ({
        ...testOf(change),
        threads: change.size?.threads ?? null,
        instructions: change.size?.instructions ?? null,
        model: change.model,
        old: change.old,
        now: change.now,
        deviations: change.deviations.map((each) => ({ ...each })),
        explain: explainCommand(change.file, change.deviations, modelsOf(change, comparison)),
      })),
    ),
    onlyInOld: onlyInOld.map(testOf),
    onlyInNow: onlyInNow.map(testOf),
  };
  return jsonText(compareSchema.parse(document));
}

function testOf({ file, name }: Pick<TestOutcome, 'file' | 'name'>): CompareDocument['onlyInOld'][number] {
  return { file, name };
}
