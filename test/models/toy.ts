/** A model that is not ours, as a file that somebody adds. */
import type { WindowModel } from '../../src/models/model.js';

/** A machine that delays nothing but stores, past loads only, and that no barrier helps. */
export const toy: WindowModel = {
  name: 'toy',
  title: 'Toy',
  allows: 'a store may be delayed past later loads, whatever stands between them',
  source: 'this test',
  includes: ['sc', 'tso'],
  hardware: false,
  engine: 'window',
  architecture: () => 'x86',
  rules: [
    { clause: 'loads are not delayed', orders: (earlier) => earlier.kind === 'read' },
    { clause: 'stores are in order', orders: (_, later) => later.kind === 'write' },
  ],
  oneStep: () => true,
  statusEarly: true,
  forwards: () => 'early',
};
