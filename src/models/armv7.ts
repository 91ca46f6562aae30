/** ARMv7: Alglave, Maranget, Tautschnig, TOPLAS 2014. Its text is in armv7-text.ts. */
import { ARMV7_CAT } from './armv7-text.js';
import type { AxiomaticModel } from './model.js';

export const armv7: AxiomaticModel = {
  name: 'armv7',
  title: 'ARMv7',
  allows:
    'a store may reach some threads before others; accesses may be reordered unless something orders them',
  source: 'Alglave, Maranget, Tautschnig 2014; Arm DDI 0406, A3.8',
  includes: ['sc'],
  // The kernel's model relies on the order of a location's writes, which the published model does not keep.
  hardware: false,
  engine: 'axioms',
  architecture: () => 'armv7',
  takesAssembly: true,
  files: { model: { name: 'armv7.cat', text: ARMV7_CAT }, bell: null, included: [] },
};
