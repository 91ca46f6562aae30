/** Which models let rounds of loops be left out. */
import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/engine/axioms/compiled-model.js';
import { axiomaticForm } from '../../src/models/axiomatic-form.js';
import { MODELS } from '../../src/models/index.js';
import { modelOf } from '../laws/solving.js';

const isHereditary = (cat: string): boolean => modelOf(`"test"\n${cat}`).isHereditary;

it.each(MODELS.map((each) => [each.title, each] as const))('%s does', (_, each) => {
  expect(readModel(each.engine === 'axioms' ? each : axiomaticForm(each)).isHereditary).toBe(true);
});

describe('a model that forbids by what is there', () => {
  it.each([
    'acyclic po | rf | co | fr',
    'acyclic (po & (M * M)) \\ (W * R) | rfe | co | fr',
    // Writes are never left out, and what a read takes its value from stays with it.
    'let lrs = [W] ; (po-loc \\ (po-loc ; [W] ; po-loc)) ; [R]\nacyclic data ; lrs | rfe',
    'acyclic (po-loc \\ (rf^-1 ; rf)) | rfe',
    'acyclic po \\ (po ; [Rcu-lock] ; po) | rfe',
    'empty [R & ~domain(rmw)] ; po ; [F]',
    'empty [R \\ range(rf)] ; po',
    'let rec ob = rfe | po | ob ; ob\nirreflexive ob',
    'with s from linearisations(M, po)\nacyclic s | rf',
  ])('does: %s', (cat) => {
    expect(isHereditary(`enum RCU = 'rcu-lock\n${cat}`)).toBe(true);
  });
});

describe('a model to which fewer events may be more', () => {
  it.each([
    '~empty rf',
    'empty [R \\ range(po)] ; po',
    'acyclic po \\ (po ; po) | rfe',
    'acyclic (po \\ (po ; [R] ; po)) | rfe',
    'empty [W \\ domain(rf)] ; po',
    'let rec near = (po \\ (po ; po)) | (near ; rf)\nacyclic near',
    'empty co \\ (rf ; po ; [R] ; po ; [W])',
    // What a thread has yet to do may be a write between.
    'acyclic (co \\ (co ; co)) | rf^-1',
    'with s from linearisations(M, po \\ (po ; [F] ; po))\nacyclic s | rf',
  ])('does not: %s', (cat) => {
    expect(isHereditary(cat)).toBe(false);
  });
});
