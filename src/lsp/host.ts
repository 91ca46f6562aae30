/** What the server needs of where it runs: somebody who searches, settings, and a place for documents that it writes. */
import type { Api } from '../api/api.js';
import type { Settings } from '../check/result.js';

/** The surroundings of the server. */
export interface ServerHost {
  /** Answers on threads of its own, and stops when it is told to. */
  readonly api: Pick<Api, 'check' | 'barriers' | 'explainText' | 'graph'>;
  readonly version: string;
  /** What a document is called in messages. */
  readonly nameOf: (uri: string) => string;
  /** How a test of that name is looked at. */
  readonly settingsOf: (name: string) => Settings;
  /** Where the manual says what a code of a message means, as a URL; null where it does not. */
  readonly pageOf: (code: string) => string | null;
  /** Hears of a search that ended in a way that it should not. */
  readonly complain: (message: string) => void;
  /** Keeps a text that a person asked for, and gives its URI; null where there is no place for it. */
  readonly keep: (name: string, text: string) => string | null;
}
