/** SHA-256, by the quick way of node 20.12 and later where there is one: a run over many tests that are known takes thousands. */
import * as crypto from 'node:crypto';

/** The hash of a text or of bytes, in hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return 'hash' in crypto
    ? crypto.hash('sha256', data, 'hex')
    : (crypto as typeof import('node:crypto')).createHash('sha256').update(data).digest('hex');
}
