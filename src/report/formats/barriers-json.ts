/** `pinlitmus barriers` for programs: one JSON document, checked against barriers-schema.ts before it is written. */

import type {
  Advice,
  AuditedSite,
  BarrierResult,
  Change,
  SiteVerdict,
  Together,
  X86Remark,
} from '../../barriers/barrier-result.js';
import type { OracleAnswer } from '../../barriers/oracle.js';
import { oneLine } from '../../text/one-line.js';
import { reasonText } from '../barriers/finding.js';
import type { Plan, Reporter } from '../reporter.js';
import { type BarriersFile, barriersSchema } from './barriers-schema.js';
import { diagnosticOf, internalError, remarksOf } from './check-json.js';
import { jsonDocument } from './json-document.js';

type Models = BarrierResult['models'];

/** The reporter that writes the document of `barriers`. */
export function jsonBarriers(): Reporter<'barriers'> {
  return jsonDocument({
    headOf,
    list: 'files',
    partOf: auditedFile,
    tailOf: remarksOf,
    schema: barriersSchema,
  });
}

function headOf({ version }: Plan): object {
  return { schemaVersion: 1, kind: 'barriers', tool: { name: 'pinlitmus', version } };
}

/** A file as the document has it. */
export function auditedFile(result: BarrierResult): BarriersFile {
  const { file, info, models, crash } = result;
  const internal = crash === null ? [] : [internalError(file, crash)];
  return {
    file,
    name: info?.name ?? null,
    dialect: info?.dialect ?? null,
    condition:
      info === null ? null : { quantifier: info.question.quantifier, text: oneLine(info.question.text) },
    diagnostics: [...result.diagnostics.map(diagnosticOf), ...internal],
    models: Object.fromEntries(models.map(({ model, answer }) => [model, answerOf(answer)])),
    sites: result.sites.map((site) => siteOf(site, models)),
    together: result.together.map((group) => togetherOf(group, models)),
    x86: result.x86.map((remark): X86Remark => ({ ...remark })),
    instructions: result.instructions.map(({ model, name, becomes }) => ({
      model: models[model].model,
      name,
      becomes,
    })),
    advice: adviceOf(result.advice),
    timeMs: result.milliseconds,
  };
}

function answerOf(answer: OracleAnswer) {
  return {
    verdict: answer.kind,
    ...(answer.kind === 'unknown' ? { reason: reasonText(answer.reason) } : {}),
  };
}

function siteOf(site: AuditedSite, models: Models): BarriersFile['sites'][number] {
  const { line, column, kind, text, within, without, removable } = site;
  const cells = Object.fromEntries(site.cells.map((cell, index) => [models[index].model, cellOf(cell)]));
  return {
    line,
    column,
    kind,
    text,
    within,
    without,
    models: cells,
    overall: cellOf(site.overall),
    removable,
  };
}

function cellOf(cell: SiteVerdict): BarriersFile['sites'][number]['overall'] {
  if (cell.kind === 'weaker') return { verdict: cell.kind, enough: cell.enough.map(({ label }) => label) };
  if (cell.kind === 'unknown') return { verdict: cell.kind, reason: reasonText(cell.reason) };
  return { verdict: cell.kind };
}

function togetherOf(group: Together, models: Models): BarriersFile['together'][number] {
  return {
    models: group.models.map((index) => models[index].model),
    joint: group.joint,
    sets: group.sets.map((set) => [...set]),
    covers: group.covers.map((pair) => [...pair]),
    complete: group.complete,
  };
}

function adviceOf(advice: Advice): BarriersFile['advice'] {
  const none = { kind: advice.kind, alternatives: [], complete: true };
  switch (advice.kind) {
    case 'alternatives': {
      const alternatives = advice.alternatives.map(({ cost, changes, patch, text }) => ({
        cost,
        changes: changes.map(changeOf),
        patch,
        text,
      }));
      return { ...none, alternatives, complete: advice.complete };
    }
    case 'no-help':
      return { ...none, models: [...advice.models] };
    case 'unknown':
      return { ...none, complete: false, reason: reasonText(advice.reason) };
    default:
      return none;
  }
}

function changeOf(change: Change): BarriersFile['advice']['alternatives'][number]['changes'][number] {
  const { kind, line, within } = change;
  if (change.kind === 'insert') return { kind, line, within, new: change.barrier };
  return { kind, line, within, old: change.old, new: change.by };
}
