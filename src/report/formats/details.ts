/** What other reporters need of a test, as the JSON document has it, and back. */
import type { Row, TestInfo } from '../../check/result.js';
import type { Operand, Proposition } from '../../program/condition.js';
import { unreachable } from '../../text/invariant.js';
import type { ReportedTest } from './check-schema.js';
import type { DetailedProposition } from './details-schema.js';

type Details = NonNullable<ReportedTest['details']>;

/** The details of a test that was understood. */
export function detailsOf(info: TestInfo, rows: readonly Row[]): Details {
  const { title, hash, threads, instructions, line, question, expectations } = info;
  return {
    title,
    ...(hash !== undefined && { hash }),
    threads,
    instructions,
    line,
    proposition: written(question.proposition),
    addresses: Object.fromEntries([...question.addresses].map(([address, name]) => [String(address), name])),
    isAssertion: info.isAssertion,
    observables: [...info.observables],
    names: info.names.map((name) => ({ ...name })),
    arrays: info.arrays.map(({ name, observables }) => ({ name, observables: [...observables] })),
    result: expectations.kernel,
    ...(info.flags.size > 0 && {
      flags: Object.fromEntries([...info.flags].map(([at, names]) => [at, names.map((bit) => bit ?? null)])),
    }),
    plainLines: [...info.plainLines],
    rows: rows.map(({ values, satisfies, cells }) => ({ values: [...values], satisfies, cells: [...cells] })),
  };
}

/** The other way: what was understood of the test. Where the file says what it expects is in its models. */
export function infoFrom(
  { name, dialect, condition }: ReportedTest,
  { proposition, addresses, result, flags = {}, rows: _rows, ...details }: Details,
): TestInfo | null {
  if (name === null || dialect === null || condition === null) return null;
  return {
    ...details,
    name,
    dialect,
    flags: new Map(Object.entries(flags).map(([at, names]) => [at, names.map((bit) => bit ?? undefined)])),
    question: {
      ...condition,
      proposition: read(proposition),
      addresses: new Map(Object.entries(addresses).map(([address, location]) => [BigInt(address), location])),
    },
    expectations: {
      models: new Map(),
      deadlocks: new Set(),
      races: new Set(),
      assertions: new Set(),
      kernel: result,
      race: false,
      places: new Map(),
      resultAt: null,
    },
  };
}

function written(proposition: Proposition): DetailedProposition {
  const plain = (operand: Operand): Extract<DetailedProposition, { kind: 'compare' }>['left'] =>
    operand.kind === 'value' ? { kind: 'value', value: String(operand.value) } : { ...operand };
  switch (proposition.kind) {
    case 'truth':
      return { ...proposition };
    case 'compare':
      return { ...proposition, left: plain(proposition.left), right: plain(proposition.right) };
    case 'not':
      return { kind: 'not', operand: written(proposition.operand) };
    case 'and':
    case 'or':
    case 'implies':
      return {
        kind: proposition.kind,
        left: written(proposition.left),
        right: written(proposition.right),
      };
    default:
      return unreachable(proposition);
  }
}

function read(proposition: DetailedProposition): Proposition {
  const operand = (one: Extract<DetailedProposition, { kind: 'compare' }>['left']): Operand =>
    one.kind === 'value' ? { kind: 'value', value: BigInt(one.value) } : one;
  switch (proposition.kind) {
    case 'truth':
      return proposition;
    case 'compare':
      return { ...proposition, left: operand(proposition.left), right: operand(proposition.right) };
    case 'not':
      return { kind: 'not', operand: read(proposition.operand) };
    case 'and':
    case 'or':
    case 'implies':
      return { kind: proposition.kind, left: read(proposition.left), right: read(proposition.right) };
    default:
      return unreachable(proposition);
  }
}
