/** What differs from states that were kept, or that another tool gave: in full, in a few words, and how it is explained. */
import { conditionOf } from '../../check/reference/reference-states.js';
import type { Deviation, ModelResult } from '../../check/result.js';
import { visible } from '../../text/visible.js';
import { apart, groupedBy, indented, listed, plural, wrapped } from '../text/layout.js';
import { quotedForShell } from '../text/shell.js';

/** So many differences of a model are shown. */
const MOST = 16;

/** Every difference of every model, with the command that explains it; models that differ alike share them. */
export function deviationParagraphs(
  file: string,
  models: readonly ModelResult[],
  width: number,
): readonly string[] {
  const differing = models.filter(({ compared }) => (compared?.deviations.length ?? 0) > 0);
  const groups = groupedBy(differing, ({ compared }) => JSON.stringify(compared));
  return apart(groups.map((same) => paragraphOf(file, same, width)));
}

function paragraphOf(file: string, same: readonly ModelResult[], width: number): readonly string[] {
  const [first] = same;
  const { reference, deviations } = first.compared ?? { reference: '', deviations: [] };
  const titles = listed(same.map(({ title }) => title));
  const more = deviations.length - MOST;
  const command = explainCommand(
    file,
    deviations,
    same.map(({ model }) => model),
  );
  return [
    ...wrapped(`Not as in ${visible(reference)} on ${titles}:`, width),
    ...deviations.slice(0, MOST).flatMap((each) => indented(differenceText(each), width)),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(command === null ? [] : ['The first of these states is explained by', ...indented(command, width)]),
  ];
}

/** `+ 0:r0=0; 1:r0=0` */
export function differenceText({ what, change, text }: Deviation): string {
  const sign = change === 'appeared' ? '+' : '-';
  return `${sign} ${nounOf(what, text)}`;
}

function nounOf(what: Deviation['what'], text: string): string {
  switch (what) {
    case 'state':
      return visible(text);
    case 'observable':
      return `${visible(text)} is observed`;
    case 'flag':
      return `flag ${visible(text)}`;
    case 'deadlock':
      return 'a deadlock';
  }
}

/** The first difference of a model in short, and how many more there are; nothing where it has none. */
export function deviationInBrief({ compared }: Pick<ModelResult, 'compared'>): string {
  if (compared === undefined || compared.deviations.length === 0) return '';
  const [first] = compared.deviations;
  const count = compared.deviations.length - 1;
  const more = count > 0 ? `, and ${plural(count, 'more difference')}` : '';
  const verb = first.change === 'appeared' ? 'is not in' : 'was in';
  return `${nounOf(first.what, first.text)} ${verb} ${visible(compared.reference)}${more}`;
}

/** The command that explains the first state that differs; null where none does, it observes nothing, or there is no file. */
export function explainCommand(
  file: string | null,
  deviations: readonly Deviation[],
  models: readonly string[],
): string | null {
  const state = deviations.find(({ what }) => what === 'state');
  const condition = state === undefined ? null : conditionOf(state.text);
  if (condition === null || file === null || file === '<stdin>') return null;
  return `pinlitmus explain ${modelOptions(models)} --state ${quotedForShell(condition)} ${quotedForShell(file)}`;
}

/** The options that ask for models; those of the user's own are files. */
export function modelOptions(models: readonly string[]): string {
  const builtIn = models.filter((model) => !model.startsWith(GIVEN));
  const given = models.filter((model) => model.startsWith(GIVEN)).map((model) => model.slice(GIVEN.length));
  return [
    ...(builtIn.length === 0 ? [] : [`--model ${builtIn.join(',')}`]),
    ...given.map((path) => `--cat ${quotedForShell(path)}`),
  ].join(' ');
}

/** What the name of a model of the user's own begins with, before its path. */
const GIVEN = 'cat:';
