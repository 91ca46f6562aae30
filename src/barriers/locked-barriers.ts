/**
 * Which barriers an x86 has already paid for. A locked instruction is a full barrier there (SDM vol. 3A, 8.2.3.9), and so
 * an MFENCE beside one, with no plain store between before it or no plain load between behind it, has nothing left to
 * order: x86-TSO delays stores past loads and does nothing else.
 */

import { tso } from '../models/tso.js';
import type { Instruction, Program } from '../program/program.js';
import { positionAt, type Span, textOf } from '../text/source.js';
import { type Audit, bareOf } from './audit.js';
import type { AuditedSite, X86Remark } from './barrier-result.js';
import { edited } from './edit.js';
import type { Site } from './site.js';

/** The remarks about sites that are redundant on x86-TSO; none when it was not asked for. */
export function x86Remarks(audit: Audit, sites: readonly AuditedSite[]): readonly X86Remark[] {
  const model = audit.models.findIndex(({ name }) => name === tso.name);
  if (model === -1) return [];
  return sites.flatMap(({ cells }, site) =>
    cells[model].kind === 'redundant' ? (remarkOf(audit, site, model) ?? []) : [],
  );
}

function remarkOf(audit: Audit, index: number, model: number): X86Remark | null {
  const { source, sites, models, oracle } = audit;
  const site = sites[index];
  const bare = bareOf(site);
  const program = oracle.program(source.text, models[model]);
  if (bare === null || program === null) return null;
  if (oracle.same(source.text, edited(source.text, bare.edits), models[model])) {
    return { kind: site.locked ? 'locked-anyway' : 'no-instruction', site: index };
  }
  const beside = lockedBeside(program, site.span);
  if (beside === null) return null;
  const { line } = positionAt(source, beside.span.start);
  const text = textOf(beside.span);
  return { kind: 'locked-beside', site: index, line, text, instead: instead(audit, site, beside.direction) };
}

interface Beside {
  readonly span: Span;
  readonly direction: 'before' | 'after';
}

/** The locked instruction that makes the fence at a place idle, in every thread that has the fence; null when some has none. */
function lockedBeside({ threads }: Program, { start, end }: Span): Beside | null {
  const found = threads.flatMap(({ code }) =>
    code.flatMap(({ kind, span }, at) =>
      kind === 'fence' && span.start === start && span.end === end
        ? [towards(code, at, -1, 'write') ?? towards(code, at, 1, 'read')]
        : [],
    ),
  );
  return found.every((each) => each !== null) ? (found[0] ?? null) : null;
}

/** Goes along straight code to a locked instruction, past accesses of any kind but one. */
function towards(
  code: readonly Instruction[],
  from: number,
  step: 1 | -1,
  blocking: 'read' | 'write',
): Beside | null {
  for (let at = from + step; at >= 0 && at < code.length; at += step) {
    const { kind, span } = code[at];
    if (kind === 'update') return { span, direction: step === 1 ? 'before' : 'after' };
    if (kind === blocking || kind === 'branch' || kind === 'jump' || kind === 'store-conditional')
      return null;
    if (isTarget(code, step === 1 ? at : at + 1)) return null;
  }
  return null;
}

/** Whether some jump leads to a place, so that what stands before it need not have run. */
function isTarget(code: readonly Instruction[], place: number): boolean {
  return code.some((each) => (each.kind === 'branch' || each.kind === 'jump') && each.destination === place);
}

/** `smp_mb__after_atomic()` in place of `smp_mb()`, where it stands beside the atomic and keeps what is forbidden so. */
function instead(
  { source, sites, models, answers, oracle }: Audit,
  site: Site,
  direction: Beside['direction'],
): string | null {
  if (site.short !== 'smp_mb()' || !sites.includes(site)) return null;
  const name = `smp_mb__${direction}_atomic`;
  const { start } = site.span;
  const text = edited(source.text, [{ start, end: start + 'smp_mb'.length, text: name }]);
  const keeps = models.every(
    (model, index) => answers[index].kind === 'allowed' || oracle.ask(text, model).kind === 'forbidden',
  );
  return keeps ? `${name}()` : null;
}
