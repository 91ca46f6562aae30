/** What cat has besides operators: functions, procedures, variants, files of herd7, and what the engine does for it. */
import { describe, expect, it } from 'vitest';
import { CatInstance } from '../../src/cat/cat-instance.js';
import { type CatSources, loadCat } from '../../src/cat/cat-model.js';
import { type HandEvent, type HandRelations, handBase, threads } from './skeleton.js';

/** What an execution violates by a model, `allowed`, or the code of what is wrong with the model. */
function verdict(
  text: string,
  events: readonly HandEvent[],
  given: HandRelations = {},
  sources: Partial<CatSources> = {},
): string {
  const { model, diagnostics } = loadCat({ model: { name: 'a.cat', text }, ...sources });
  if (model === null) return diagnostics[0].code;
  const instance = new CatInstance(model, handBase(events, given));
  instance.settle();
  const violated = instance.violated();
  return violated === -1 ? ['allowed', ...instance.flagsRaised()].join(' ') : model.axioms[violated].name;
}

const buffering = (fence: readonly string[] = []): readonly HandEvent[] =>
  threads(['W x', ...fence, 'R y'], ['W y', ...fence, 'R x']);
const bufferingRun: HandRelations = {};
const passing = threads(['W x', 'W y'], ['R y', 'R x']);
const passingRun: HandRelations = { rf: [[1, 2]] };

const SC = 'SC  include "cos.cat"  acyclic po | rf | fr | co as sc';
const TSO = `"x86-TSO"
include "x86fences.cat"
include "filters.cat"
include "cos.cat"
let com = rf | fr | co
acyclic po-loc | com
empty rmw & (fre ; coe)
let implied = MA(WR(po)) | AM(WR(po))
acyclic mfence | implied | WW(po) | RM(po) | rfe | fr | co as tso`;
/** After the preserved program order of Power: sets of instructions and of their parts that are recursive together. */
const POWER = `PPC
include "cos.cat"
acyclic po-loc | rf | fr | co as scperlocation
empty rmw & (fre ; coe) as atomic
let dd = addr | data
let ctrlisync = try ctrlcfence(ISYNC) with 0
let rdw = po-loc & (fre ; rfe)
let detour = po-loc & (coe ; rfe)
let ci0 = ctrlisync | detour  let ii0 = dd | rfi | rdw
let cc0 = dd | po-loc | ctrl | (addr ; po)  let ic0 = 0
let rec ii = ii0 | ci | (ic ; ci) | (ii ; ii)
and ic = ic0 | ii | cc | (ic ; cc) | (ii ; ic)
and ci = ci0 | (ci ; ii) | (cc ; ci)
and cc = cc0 | ci | (ci ; ic) | (cc ; cc)
let ppo = (ii & (R * R)) | (ic & (R * W))
let sync = fencerel(SYNC)  let lwsync = fencerel(LWSYNC) \\ (W * R)
let fence = sync | lwsync
let hb = ppo | fence | rfe
acyclic hb as thin-air
let prop-base = (fence | (rfe ; fence)) ; hb*
let prop = (prop-base & (W * W)) | ((fre | coe | id) ; ((rfe | id) ; (sync ; hb*)))
irreflexive fre ; prop ; hb* as observation
acyclic co | prop as propagation
show ii, ic  unshow ii  show (po & loc) as same`;
/** After the RISC-V model: reads of one location are in order unless they read the same write. */
const RISCV = `RISCV
include "cos-opt.cat"
let fence.rw.rw = [M] ; fencerel(Fence.rw.rw) ; [M]
and fence.tso = let f = fencerel(Fence.tso) in ([W] ; f ; [W]) | ([R] ; f ; [M])
let same = rf^-1 ; rf
let po-loc-no-w = po-loc \\ (po-loc? ; [W] ; po-loc)
let AcqRel = AcqRel | Sc
let AQ = (Acq | AcqRel)
and RL = (Rel | AcqRel)
let ppo = ([M] ; po-loc ; [W]) | (([R] ; po-loc-no-w ; [R]) \\ same) | fence.rw.rw | fence.tso
  | ([AQ] ; po ; [M]) | ([M] ; po ; [RL]) | rmw | addr | data | (ctrl ; [W])
acyclic co | rfe | fr | ppo as Model
acyclic po-loc | rf | fr | co as Coherence
empty rmw & (fre ; coe) as Atomic`;

describe('models of machines', () => {
  it.each([
    [SC, 'sc', 'sc'],
    [TSO, 'allowed', 'tso'],
    [POWER, 'allowed', 'allowed'],
    [RISCV, 'allowed', 'allowed'],
  ])('%s', (model, onBuffering, onPassing) => {
    expect(verdict(model, buffering(), bufferingRun)).toBe(onBuffering);
    expect(verdict(model, passing, passingRun)).toBe(onPassing);
  });

  it('know their barriers', () => {
    expect(verdict(TSO, buffering(['F MFENCE']))).toBe('tso');
    expect(verdict(POWER, buffering(['F SYNC']))).toBe('propagation');
    expect(verdict(POWER, buffering(['F LWSYNC']))).toBe('allowed');
    expect(verdict(RISCV, buffering(['F Fence.rw.rw']))).toBe('Model');
    expect(verdict(RISCV, buffering(['F Fence.tso']))).toBe('allowed');
    const fenced = threads(['W x', 'F LWSYNC', 'W y'], ['R y', 'R x']);
    expect(verdict(POWER, fenced, { rf: [[2, 3]] })).toBe('allowed');
    expect(verdict(POWER, fenced, { rf: [[2, 3]], addr: [[3, 4]] })).toBe('observation');
    const updated = threads(['W x', 'R X RMW z', 'W X RMW z', 'R y'], ['W y', 'F MFENCE', 'R x']);
    expect(verdict(TSO, updated, { rmw: [[1, 2]] })).toBe('tso');
  });

  it('demand what a search may take for granted, and it is seen where they do', () => {
    const demands = (text: string): readonly (boolean | undefined)[] => {
      const { model } = loadCat({ model: { name: 'a.cat', text } });
      return [model?.isCoherent, model?.isAtomic];
    };
    expect(demands(SC)).toEqual([true, false]);
    for (const model of [TSO, POWER, RISCV]) expect(demands(model)).toEqual([true, true]);
    expect(demands('let com = fri | fre | rfi | rfe | coi | coe  acyclic com | po-loc')).toEqual([
      true,
      false,
    ]);
    expect(demands('acyclic po-loc | rf | co  acyclic po-loc | rf | fr')).toEqual([false, false]);
    expect(demands('flag acyclic po-loc | rf | co | fr')).toEqual([false, false]);
    // Two reads may be out of order.
    expect(demands('acyclic (po-loc \\ (R * R)) | rf | co | fr')).toEqual([false, false]);
    expect(demands('empty rmw & (fr ; co)')).toEqual([false, true]);
    expect(demands('empty rmw & (fre ; coe) & (A * A)')).toEqual([false, false]);
  });
});

describe('reads of initial values', () => {
  it('come before every write of the location, also where a model makes fr itself', () => {
    for (const fr of [
      'rf^-1 ; co',
      '(rf^-1 ; co) \\ id',
      'let inv = rf^-1 in po? & id ; inv ; co',
      'rf^-1 ; [W] ; co',
    ]) {
      const text = `with co from generate_cos(co0)  let mine = ${fr}  acyclic po | rf | co | mine as sc`;
      expect(verdict(text, buffering())).toBe('sc');
    }
  });

  it('read the same write, unless there is another one', () => {
    const text = 'empty (rf^-1 ; rf) & po as same';
    expect(verdict(text, threads(['R x', 'R x']))).toBe('same');
    expect(verdict(text, threads(['R x', 'R y']))).toBe('allowed');
    const written = threads(['R x', 'R x'], ['W x', 'W x']);
    expect(verdict(text, written, { rf: [[2, 1]] })).toBe('allowed');
    expect(
      verdict(text, written, {
        rf: [
          [2, 0],
          [2, 1],
        ],
      }),
    ).toBe('same');
    expect(
      verdict(text, written, {
        rf: [
          [2, 0],
          [3, 1],
        ],
      }),
    ).toBe('allowed');
  });
});

describe('the language', () => {
  const two = threads(['W x', 'W y']);

  it.each([
    [
      'functions keep the scope they were made in',
      'let a = po  let f r = r | a  let a = 0  empty f(0) as it',
      'it',
    ],
    [
      'functions take tuples, and functions',
      'let twice(f, r) = f(f(r))  let inv r = r^-1  empty twice(inv, po) \\ po as it',
      'allowed',
    ],
    ['functions without a name', 'let apply f = f po  empty apply (fun r -> r \\ po) as it', 'allowed'],
    [
      'definitions at once see none of each other',
      'let a = 0  let a = po and b = a  empty b as it',
      'allowed',
    ],
    ['tuples are taken apart', 'let (a, b) = (po, 0)  empty b as it  empty a as that', 'that'],
    [
      'procedures are done at each call',
      'procedure p(r, s) = let t = r & s empty t as it end  call p(po, loc)  call p(po, po)',
      'it',
    ],
    ['what is not there is tried', 'let a = try nothing ; po with po  empty a as it', 'it'],
    [
      'a collection is gone through',
      'let f r = r | id  let all = map f {po, 0, loc}  let rec sum s = match s with || {} -> 0 || e ++ s -> e | sum s end  empty sum(all) \\ id as it',
      'it',
    ],
    ['nothing is of either sort', 'let e = {}  empty e | po as it  empty e | W as that', 'it'],
    ['everything is of either sort', 'empty (_ & po) | (po & (_ * W)) as it', 'it'],
    ['the complement of nothing is everything', 'empty po & ~0 as it', 'it'],
    ['a single step', 'let long = po | (po ; po)  empty singlestep(long) \\ po as it', 'allowed'],
    ['library procedures', 'call subseteq(W, M)  call inclusion(po, po+)  call total(po, W)', 'empty-3'],
    ['undefined unless', 'undefined_unless empty po as order', 'allowed order'],
    ['a flag of what holds', 'flag acyclic po as order  flag empty po as none', 'allowed order'],
    ['a negated check', '~empty po as it  ~acyclic po as that', 'that'],
  ])('has %s', (_, text, expected) => {
    expect(verdict(text, two)).toBe(expected);
  });

  it('has variants, in expressions and for statements', () => {
    const text = `
      let a = if "strong" && not ("weak" || "none") then po else 0
      acyclic a | rf | fr as it
      if "none" then empty po as none else let b = a end`;
    expect(verdict(text, buffering(), {}, { variants: ['strong'] })).toBe('it');
    expect(verdict(text, buffering(), {}, { variants: ['strong', 'weak'] })).toBe('allowed');
    expect(verdict(text, buffering(), {}, { variants: ['none'] })).toBe('none');
    expect(verdict(text, buffering())).toBe('allowed');
  });

  it('has sets and relations that an engine gives by names of its own', () => {
    expect(verdict('empty (si | W * W) & po as it', two, {}, { relations: ['si'] })).toBe('it');
    expect(verdict('empty [Odd] ; po as it', threads(['W Odd x', 'W y']), {}, { sets: ['Odd'] })).toBe('it');
    expect(verdict('empty [Odd] ; po as it', two)).toBe('unknown-cat-name');
  });
});
