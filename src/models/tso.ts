/**
 * x86-TSO: Owens, Sarkar, Sewell, "A Better x86 Memory Model: x86-TSO", TPHOLs 2009; Intel SDM vol. 3A, 8.2.
 * A store waits in a first-in first-out buffer while later loads go ahead; a locked instruction empties the buffer.
 */

import type { WindowModel } from './model.js';
import { fenced, isAtomic } from './model.js';

export const tso: WindowModel = {
  name: 'tso',
  title: 'x86-TSO',
  allows: 'a store may be delayed in the store buffer past later loads of other locations',
  source: 'Owens, Sarkar, Sewell 2009; Intel SDM vol. 3A, 8.2',
  includes: ['sc'],
  hardware: true,
  engine: 'window',
  architecture: () => 'x86',
  rules: [
    { clause: 'loads are not reordered with later accesses (SDM 8.2.3.2)', orders: (a) => a.kind === 'read' },
    {
      clause: 'stores are not reordered with later stores (SDM 8.2.3.2)',
      orders: (_, b) => b.kind === 'write',
    },
    { clause: 'MFENCE empties the store buffer (SDM 8.2.5)', orders: fenced },
    {
      clause: 'loads and stores are not reordered with locked instructions (SDM 8.2.3.9)',
      orders: (a, b) => isAtomic(a) || isAtomic(b),
    },
  ],
  oneStep: () => true,
  statusEarly: true,
  forwards: () => 'early',
};
