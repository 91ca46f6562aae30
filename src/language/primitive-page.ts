/** What there is to say of a call that a test may make: how it is called, what it becomes, where that is written. */
import { kernelDefinition } from '../kernel/definitions/index.js';
import { sourcesOf } from '../kernel/listing.js';
import { PORTS } from '../kernel/ports/index.js';
import { UNSUPPORTED } from '../kernel/primitives/index.js';
import { MODELS } from '../models/index.js';
import { cell, markdownTable } from '../report/formats/markdown-text.js';
import { KNOWN_CALLS } from './known-calls.js';

/** Markdown lines about a call; none where it is not known. */
export function callPage(name: string): readonly string[] {
  const call = KNOWN_CALLS.get(name);
  if (call === undefined) return UNSUPPORTED.has(name) ? [`\`${name}\` is not supported.`, ''] : [];
  const head = ['```c', call.signature, '```', ''];
  const definition = kernelDefinition(name);
  if (definition !== undefined)
    return [
      ...head,
      `Defined in C (${cell(definition.source)}):`,
      '',
      '```c',
      definition.text.trim(),
      '```',
      '',
    ];
  const { listing } = call;
  if (listing === null) return head;
  const rows = PORTS.map((port) => [
    cell(port.title),
    `\`${listing.becomes[port.name]}\``,
    sourcesOf(name, port),
    rulesOf(port.name),
  ]);
  return [...head, ...markdownTable(['on', 'it becomes', 'port', 'model'], rows)];
}

/** The publication that defines the model which runs a port's code. */
function rulesOf(port: string): string {
  const model = MODELS.find(
    ({ name, architecture }) =>
      name !== 'sc' && (architecture('lse') === port || architecture('llsc') === port),
  );
  return model === undefined ? '' : model.source;
}
