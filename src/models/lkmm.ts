/**
 * The Linux-kernel memory model: what the kernel promises its own code, whatever the architecture. Its text is in
 * lkmm-text.ts.
 */
import { LKMM_CAT } from './lkmm-text.js';
import type { AxiomaticModel } from './model.js';

export const lkmm: AxiomaticModel = {
  name: 'lkmm',
  title: 'LKMM',
  allows: 'whatever some architecture that runs Linux may do, and compilers do to marked accesses',
  source: 'tools/memory-model/Documentation/explanation.txt; Alglave et al., ASPLOS 2018',
  includes: [],
  hardware: false,
  engine: 'axioms',
  architecture: () => 'lkmm',
  takesAssembly: false,
  files: { model: { name: 'lkmm.cat', text: LKMM_CAT }, bell: null, included: [] },
};
