/**
 * Language intelligence: what an editor asks about a text while it is typed, as pure functions with offsets in and plain data out. They
 * know nothing of an editor or of node, and do not search: what models make of the test is asked elsewhere, and may be handed in.
 */
export { type Edit, edited } from '../barriers/edit.js';
export { editsBetween, orderOffersOf } from './barrier-offers.js';
export { type CompletionList, completionsAt } from './complete.js';
export type { Completion } from './completion.js';
export { faultsOf, type TextFault } from './faults.js';
export { foldsOf } from './fold.js';
export { type Hover, hoverAt, type KnownAnswers, observableAt, observing } from './hover.js';
export { conditionOf, lensOf } from './lenses.js';
export type { MarkKind, TextMark } from './mark.js';
export { marksOf } from './marks.js';
export {
  definitionAt,
  referencesAt,
  renameAt,
  renamedAt,
} from './navigate.js';
export { outlineOf, type TextOutline } from './outline.js';
export { callPage } from './primitive-page.js';
export { symbolsOf, type TestSymbol } from './symbols.js';
