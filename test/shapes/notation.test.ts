/** Cycles as diy7's users write them: what is read, what is refused and why, and the tests that come of read-modify-writes. */
import { expect, it } from 'vitest';
import { bareTest, cycleNamed, cycleOfEdges, vocabularyOf } from '../../src/shapes/index.js';

it.each([
  ['PPC', 'DpDatadW Rfe DpCtrldW DetourW Fri Rfe', 'DpDatadW Rfe DpCtrldW CoLeave RfBack Fri Rfe'],
  ['PPC', 'SyncdWW Rfe DetourR DpAddrdR Fre', 'SyncdWW Rfe FrLeave RfBack DpAddrdR Fre'],
  ['PPC', 'ACLwSyncdRR Fre ACSyncdRR Fre', 'Rfe LwSyncdRR Fre Rfe SyncdRR Fre'],
  ['PPC', 'SyncdWW Rfe DpdR Fre', 'SyncdWW Rfe DpAddrdR Fre'],
  ['PPC', 'SyncdWW Rfe CtrldR Fre', 'SyncdWW Rfe DpCtrlIsyncdR Fre'],
  ['PPC', 'SyncdWW Rfe CtrldW Coe', 'SyncdWW Rfe DpCtrldW Coe'],
  ['AArch64', 'FencedWW [Rfe, PodRR] Fre', 'DMB.SYdWW Rfe PodRR Fre'],
  ['AArch64', 'PodWW L Rfe A PodRR Fre', 'PodWWPL RfeLA PodRRAP Fre'],
  ['AArch64', 'L PodWW Rfe RmwAP PodWR Fre', 'PodWWLP RfePA LxSxAP PodWR FrePL'],
  ['RISCV', 'Fence.w.wdWW Rfe Rmw PodWR Fre', 'Fence.w.wdWW Rfe Amo PodWR Fre'],
  ['X86', 'MFencedWW Wse FencedWR Fre', 'MFencedWW Coe MFencedWR Fre'],
])('reads the cycle %s %s', (dialect, written, whole) => {
  const vocabulary = vocabularyOf(dialect);
  if (vocabulary === null) throw new Error('no vocabulary');
  const read = cycleOfEdges(written, vocabulary);
  expect(read.kind).toBe('cycle');
  expect(read).toEqual(cycleOfEdges(whole, vocabulary));
});

it.each([
  [
    'AArch64',
    'PodWRXX FreXX PodWRXX FreXX',
    'an access that is a pair of exclusives is not among the edges here',
  ],
  ['AArch64', 'Amo.LdEor PodWR Fre', 'Amo.Swp, Amo.Cas, Amo.LdAdd and Amo.StAdd'],
  ['AArch64', 'PodWW Rfe DpAddrCseldR Fre', 'a dependency by way of CSEL is not among the edges here'],
  ['AArch64', 'PodWWw0h0 Rfe PodRR Fre', 'parts of locations are not among the edges here'],
  ['AArch64', 'PodWW RfePA Amo.StAddAP PodWR Fre', 'STADD has no acquire'],
  ['RISCV', 'PodRW RfePAR PodRWARAR RfeARP', 'no load or store is an acquire and a release at once'],
  ['X86', 'Rmw PodWR Hat', 'two reads of one write are in no order'],
  ['PPC', 'Rmw PodWR Fre', 'Power has no read-modify-write in one instruction'],
  ['PPC', 'Pod** Rfe PodRR Fre', 'it stands for several edges; write one of them'],
  ['C', 'PodWW Acquire Rfe PodRR Fre', "which cannot be 'Acquire'"],
])('says why it does not read %s %s', (dialect, written, why) => {
  const vocabulary = vocabularyOf(dialect);
  if (vocabulary === null) throw new Error('no vocabulary');
  const read = cycleOfEdges(written, vocabulary);
  expect(read.kind === 'fault' ? read.fault : read).toContain(why);
});

it('has the values of every sort of update', () => {
  const vocabulary = vocabularyOf('AArch64');
  if (vocabulary === null) throw new Error('no vocabulary');
  const table = (edges: string): string => {
    const found = cycleOfEdges(edges, vocabulary);
    return found.kind === 'cycle' ? bareTest(found.cycle, vocabulary) : found.fault;
  };
  // The update reads the 1 of another thread, and writes 2.
  expect(table('DMB.SYdWW RfePA Amo.CasAL DMB.SYdWRLP Fre')).toContain('CASAL W0,W1,[X2]');
  expect(table('DMB.SYdWW Rfe Amo.LdAdd PodWR Fre')).toMatch(/LDADD W0,W1,\[X2\][\s\S]*y=2 .*1:X1=1/);
  expect(table('DMB.SYdWW Rfe Amo.StAddPL PodWRLP Fre')).toMatch(
    /STADDL W0,\[X1\][\s\S]*exists \(y=2 \/\\ 1:X2=0\)/,
  );
  expect(table('DMB.SYdWW Rfe LxSxAL PodWRLP Fre')).toMatch(
    /LDAXR W1,\[X3\][\s\S]*STLXR W2,W0,\[X3\][\s\S]*1:X1=1 \/\\ 1:X4=0 \/\\ 1:X2=0\)/,
  );
});

it.each([
  ['AArch64', 'MP+amo.swp+dmb.sy+po', "MP has 2 threads to order, and 'amo.swp+dmb.sy+po' orders 3"],
  ['AArch64', 'MP+dmb.sy+lxsx-adr', "'adr' is no edge of AArch64"],
  ['AArch64', 'LB+amo.cas-adr+po', "'adr' is no edge of AArch64"],
  ['AArch64', 'MP+poxxs', "'poxxs': an access that is a pair of exclusives"],
  ['AArch64', 'LB+amo.ldeors', "'amo.ldeors': of the atomic instructions the edges here have"],
  ['C', '3.SB+rfi-pos+onces+locked', "'locked': a lock is no edge"],
])('says of a name in %s, %s, what is wrong with the word that is wrong', (dialect, name, why) => {
  const vocabulary = vocabularyOf(dialect);
  if (vocabulary === null) throw new Error('no vocabulary');
  const read = cycleNamed(name, vocabulary);
  expect(read.kind === 'fault' ? read.fault : read).toContain(why);
});

it('reads Na for an access without annotation, as names of older tests have it', () => {
  const vocabulary = vocabularyOf('AArch64');
  if (vocabulary === null) throw new Error('no vocabulary');
  expect(cycleNamed('IRIW+poaas+NaL', vocabulary)).toEqual(cycleNamed('IRIW+poaas+PL', vocabulary));
});
