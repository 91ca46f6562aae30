/** POWER: Alglave, Maranget, Tautschnig, TOPLAS 2014. Its text is in power-text.ts. */
import type { AxiomaticModel } from './model.js';
import { POWER_CAT } from './power-text.js';

export const power: AxiomaticModel = {
  name: 'power',
  title: 'POWER',
  allows:
    'a store may reach some threads before others; accesses may be reordered unless something orders them',
  source: 'Alglave, Maranget, Tautschnig 2014; Power ISA 3.1, Book II',
  includes: ['sc'],
  hardware: true,
  engine: 'axioms',
  architecture: () => 'power',
  takesAssembly: true,
  files: { model: { name: 'power.cat', text: POWER_CAT }, bell: null, included: [] },
};
