/** The models, in the order in which they are run and shown. */
import type { Model } from '../model.js';

const sc: Model = {
  name: 'sc',
  title: 'SC',
  allows: 'interleavings only: every access takes effect in program order',
  source: 'Lamport 1979',
  hardware: false,
  architecture: () => 'x86',
};

export const MODELS: readonly Model[] = [sc];
