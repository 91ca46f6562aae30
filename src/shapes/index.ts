/** Shapes: litmus tests from cycles of edges and from names, and names from tests. */
export { FAMILIES, type Family } from './families.js';
export { edgesText, edgeWords, parseEdges } from './parse-edges.js';
export { edgeNames, parseName } from './parse-name.js';
export { type RecoveredShape, recoverCycle } from './recover-cycle.js';
export { type CycleFault, placed, type ShapeCycle } from './shape-cycle.js';
export { canonical, nameOf } from './shape-name.js';
export { VOCABULARIES, vocabularyOf } from './vocabularies.js';
export type { Vocabulary } from './vocabulary.js';
