/**
 * PSO, partial store order: The SPARC Architecture Manual, version 9, chapter 8 and appendix D; an x86-TSO whose store
 * buffer drains each location on its own, so that stores of different locations may pass each other.
 */
import type { WindowModel } from './model.js';
import { fenced, isAtomic } from './model.js';

export const pso: WindowModel = {
  name: 'pso',
  title: 'PSO',
  allows: 'what x86-TSO allows, and stores of different locations reach memory in any order',
  source: 'SPARC Architecture Manual v9, 8.4 and D.5',
  // PSO has x86-TSO's rules but for the order of stores.
  includes: ['sc', 'tso'],
  hardware: true,
  engine: 'window',
  architecture: () => 'sparc',
  rules: [
    { clause: 'loads are before everything later (D.5)', orders: (a) => a.kind === 'read' },
    { clause: 'MEMBAR, or a full fence, orders by kind (D.3)', orders: fenced },
    {
      clause: 'atomic load-stores are ordered with everything',
      orders: (a, b) => isAtomic(a) || isAtomic(b),
    },
  ],
  oneStep: () => true,
  statusEarly: true,
  forwards: () => 'early',
};
