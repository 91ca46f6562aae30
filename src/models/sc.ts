/** Sequential consistency: Lamport, "How to Make a Multiprocessor Computer …", IEEE Trans. Computers C-28(9), 1979. */
import type { WindowModel } from './model.js';

export const sc: WindowModel = {
  name: 'sc',
  title: 'SC',
  allows: 'interleavings only: every access takes effect in program order',
  source: 'Lamport 1979',
  includes: [],
  hardware: false,
  engine: 'window',
  architecture: () => 'x86',
  rules: [{ clause: 'program order', orders: () => true }],
  oneStep: () => true,
  statusEarly: true,
  forwards: () => 'never',
};
