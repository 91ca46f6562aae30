/** Shapes: litmus tests from cycles of edges and from names, and names from tests. */
export { type ChosenCycle, cycleNamed, cycleOfEdges } from './chosen-cycle.js';
export { FAMILIES } from './families.js';
export { type GeneratedCycles, generateCycles } from './generate-cycles.js';
export { bareSource, bareTest, makeTest, testOf } from './make-test.js';
export { edgesText, edgeWords, parseEdges } from './parse-edges.js';
export { edgeNames, parseName, readingsOfToken } from './parse-name.js';
export { recoverCycle } from './recover-cycle.js';
export { placed, type ShapeCycle } from './shape-cycle.js';
export { canonical, nameOf } from './shape-name.js';
export { shapePicture } from './shape-picture.js';
export { VOCABULARIES, vocabularyOf } from './vocabularies.js';
export { refusalOf, type Vocabulary } from './vocabulary.js';
