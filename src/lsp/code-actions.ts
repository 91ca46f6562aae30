/** What can be done about a place: mend a fault, add order that is missing, take away what is redundant, write down the verdicts. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import { observed } from '../check/judge.js';
import { withExpect } from '../dialects/expect-line.js';
import { conditionOf, type Edit, editsBetween, orderOffersOf } from '../language/index.js';
import type { TextRange } from '../syntax/lexer.js';
import { EXPLAIN, EXPLAIN_GRAPH } from './explain-command.js';
import type { OpenTest } from './open-test.js';
import { editsOf, textRangeOf, touches } from './positions.js';

/** Mends all that is sure to be meant otherwise. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.pinlitmus`;

/** The kinds of actions that there are. */
export const ACTION_KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL];

/** What can be done in a range. */
export function codeActionsOf(test: OpenTest, { range, context }: CodeActionParams): CodeAction[] {
  const where = textRangeOf(test.document, range);
  const actions = [
    ...fixes(test, where, context.diagnostics),
    ...fixAll(test),
    ...orders(test, where),
    ...verdicts(test, where),
  ];
  const { only } = context;
  return actions.filter(
    ({ kind = '' }) =>
      only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`)),
  );
}

function changing({ document }: OpenTest, edits: readonly Edit[]): Pick<CodeAction, 'edit'> {
  return { edit: { changes: { [document.uri]: editsOf(document, edits) } } };
}

function fixes(test: OpenTest, where: TextRange, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return test.faults
    .filter((fault) => touches(fault, where))
    .flatMap(({ fixes: offered, code, start }) => {
      const place = test.document.positionAt(start);
      const about = diagnostics.filter(
        (each) =>
          each.code === code &&
          each.range.start.line === place.line &&
          each.range.start.character === place.character,
      );
      return offered.map(({ title, edits, sure }) => ({
        ...{ title, kind: CodeActionKind.QuickFix, isPreferred: sure, diagnostics: about },
        ...changing(test, edits),
      }));
    });
}

/** All that is sure, as far as it does not overlap. */
function fixAll(test: OpenTest): CodeAction[] {
  const edits: Edit[] = [];
  for (const { fixes: offered } of test.faults) {
    const sure = offered.find((each) => each.sure);
    if (
      sure?.edits.every((edit) => edits.every((other) => edit.start >= other.end || edit.end <= other.start))
    )
      edits.push(...sure.edits);
  }
  return edits.length === 0
    ? []
    : [{ title: 'Mend all that is sure', kind: FIX_ALL, ...changing(test, edits) }];
}

function orders(test: OpenTest, where: TextRange): CodeAction[] {
  const { barriers } = test.known;
  if (barriers == null) return [];
  return orderOffersOf(test.outline, barriers)
    .filter(({ places }) => places.some((place) => touches(place, where)))
    .map(({ kind, title, edits }) => ({
      title,
      kind: kind === 'add' ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite,
      ...changing(test, edits),
    }));
}

/** At the condition and in the header: the verdicts into the file, and why they are so. */
function verdicts(test: OpenTest, where: TextRange): CodeAction[] {
  const { outline, source, document, known } = test;
  const { check } = known;
  const condition = conditionOf(outline);
  const isAt = condition !== null && touches(condition, where);
  const isHeader = outline.header !== null && where.start <= outline.header.end;
  if (check == null || check.info === null || !(isAt || isHeader)) return [];
  const explain = [EXPLAIN, EXPLAIN_GRAPH].map(({ title, command }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command, arguments: [document.uri] },
  }));
  const stated = observed(check);
  const edits = editsBetween(source.text, withExpect(source.text, stated.models, stated));
  const title = 'Write the verdicts into Expect=';
  const write =
    edits.length === 0 ? [] : [{ title, kind: CodeActionKind.RefactorRewrite, ...changing(test, edits) }];
  return [...(isAt ? explain : []), ...write];
}
