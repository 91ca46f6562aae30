/** A dialect is a value: one of two instructions is added here, to what the registry holds, and nothing else changes. */
import { expect, it } from 'vitest';
import { sitesOf } from '../../src/barriers/sites.js';
import { slotsOf } from '../../src/barriers/slots.js';
import { runTest } from '../../src/check/run.js';
import { DEFAULT_SETTINGS } from '../../src/check/settings.js';
import type { AssemblyDialect } from '../../src/dialects/dialect.js';
import { withExpect } from '../../src/dialects/expect-line.js';
import { DIALECTS } from '../../src/dialects/index.js';
import { loadTest } from '../../src/dialects/load.js';
import { weakest } from '../../src/dialects/ordering-instructions.js';
import { parseTest } from '../../src/dialects/parse.js';
import { printSource } from '../../src/dialects/print-source.js';
import type { InstructionLowering } from '../../src/lower/assembly/instruction-set.js';
import { INT } from '../../src/program/expression.js';
import { messageOf } from '../../src/report/text/message.js';

/** `GET a, x` loads the location x into the register a, `PUT x, 1` stores a number. */
const INSTRUCTIONS: ReadonlyMap<string, InstructionLowering> = new Map<string, InstructionLowering>([
  [
    'GET',
    (emitter, operands) => {
      const name = operands.identifier('a register');
      const target = emitter.find(name.text) ?? operands.reject(name.span, 'a register');
      operands.comma('a location');
      emitter.read({ address: emitter.location(operands.identifier('a location')), type: INT, target });
    },
  ],
  [
    'PUT',
    (emitter, operands) => {
      const address = emitter.location(operands.identifier('a location'));
      operands.comma('a number');
      emitter.write({ address, type: INT, data: { kind: 'constant', value: operands.immediate() } });
    },
  ],
]);

const TOY: AssemblyDialect = {
  name: 'Toy',
  aliases: [],
  language: 'assembly',
  models: ['sc'],
  instructions: {
    registerType: INT,
    instructionBytes: null,
    registers: ['a', 'b'],
    registerOf: (name) => (name === 'a' || name === 'b' ? name : null),
    spare: [],
    refusal: () => null,
    find: ({ mnemonic }) => INSTRUCTIONS.get(mnemonic.text) ?? null,
    mnemonics: [...INSTRUCTIONS.keys()],
    locationsIn: ({ mnemonic, operands }) =>
      mnemonic.text === 'GET' ? operands.slice(2, 3) : operands.slice(0, 1),
  },
  orderings: {
    weaker: ({ mnemonic, operands }) => (mnemonic === 'PUT' ? weakest('access', `PUT ${operands}`) : null),
    stronger: ({ mnemonic, operands }) => (mnemonic === 'GET' ? [{ text: `GETS ${operands}`, cost: 1 }] : []),
    barriers: [],
  },
};

const WITH_TOY = [...DIALECTS, TOY];

const SB = `/* store buffering */ Toy SB
{}
 P0       | P1       ;
 PUT x, 1 | PUT y, 1 ;
 GET a, y | GET a, x ;
exists (0:a=0 /\\ 1:a=0)
`;

const source = { name: 'sb.litmus', text: SB };

it('is parsed, lowered, and run on its models', () => {
  const { test, diagnostics } = loadTest(source, WITH_TOY);
  expect(diagnostics).toEqual([]);
  const result = runTest(test!, DEFAULT_SETTINGS);
  expect(result.models.map(({ model, possible, states }) => [model, possible, states.length])).toEqual([
    ['sc', ['Never'], 3],
  ]);
});

it('is run on other models when they are asked for', () => {
  const { test } = loadTest(source, WITH_TOY);
  const { models } = runTest(test!, { ...DEFAULT_SETTINGS, models: ['tso'] });
  expect(models.map(({ possible }) => possible)).toEqual([['Sometimes']]);
});

it('has errors of its own', () => {
  const text = SB.replace('GET a, y', 'GOT a, y').replace('GET a, x', 'GET c, x');
  const { diagnostics } = loadTest({ ...source, text }, WITH_TOY);
  expect(diagnostics.map(messageOf)).toMatchInlineSnapshot(`
    [
      "unknown instruction 'GOT'; did you mean 'GET'?",
      "here 'GET' expects a register",
    ]
  `);
});

it('is printed, and has an Expect line', () => {
  expect(printSource(source, WITH_TOY).text).toMatchInlineSnapshot(`
    "Toy SB

    {}

     P0      | P1      ;
     PUT x,1 | PUT y,1 ;
     GET a,y | GET a,x ;

    exists (0:a=0 /\\ 1:a=0)
    "
  `);
  expect(withExpect(SB, new Map([['sc', 'Never']]), {}, WITH_TOY)).toContain(' SB\nExpect=sc:Never\n');
});

it('has sites and slots', () => {
  expect(sitesOf(source, WITH_TOY).map(({ text, within }) => `${within} ${text}`)).toEqual([
    'P0 PUT x, 1',
    'P1 PUT y, 1',
  ]);
  const options = slotsOf(source, WITH_TOY).map((slot) => slot.options.map(({ change }) => change));
  expect(options).toEqual([
    [{ kind: 'replace', line: 5, old: 'GET a, y', by: 'GETS a, y', within: 'P0' }],
    [{ kind: 'replace', line: 5, old: 'GET a, x', by: 'GETS a, x', within: 'P1' }],
  ]);
});

it('is unknown to everyone else', () => {
  expect(parseTest(source).tree).toBeNull();
  expect(parseTest(source, WITH_TOY).tree).not.toBeNull();
});
