/** A small kernel tree: tests that say what they expect as the kernel's do, and scripts of the shape of its own. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, directory } from '../cli/command.js';

/** A test in the kernel's layout, its verdict in the first comment. */
function kernelTest(name: string, result: string, threads: string, condition: string, init = ''): string {
  return `C ${name}

(*
 * Result: ${result}
 *
 * Written for this test.
 *)

{${init}}

${threads.trim()}

exists (${condition})
`;
}

const STORE_BUFFERING = (barrier: string): string => `
P0(int *x, int *y)
{
	int r0;

	WRITE_ONCE(*x, 1);
${barrier}	r0 = READ_ONCE(*y);
}

P1(int *x, int *y)
{
	int r0;

	WRITE_ONCE(*y, 1);
${barrier}	r0 = READ_ONCE(*x);
}
`;

const RACE = `
P0(int *x)
{
	*x = 1;
}

P1(int *x)
{
	int r0 = READ_ONCE(*x);
}
`;

const STUCK = `
P0(spinlock_t *s, int *x)
{
	spin_lock(s);
	spin_lock(s);
	WRITE_ONCE(*x, 1);
}
`;

const LOCKED = `
P0(int *x, spinlock_t *s)
{
	int r0;

	spin_lock(s);
	r0 = READ_ONCE(*x);
	WRITE_ONCE(*x, r0 + 1);
	spin_unlock(s);
}

P1(int *x, spinlock_t *s)
{
	int r0;

	spin_lock(s);
	r0 = READ_ONCE(*x);
	WRITE_ONCE(*x, r0 + 1);
	spin_unlock(s);
}
`;

/** Tests by their paths in the tree; each says the verdict that it has. */
export const TESTS: Readonly<Record<string, string>> = {
  'tools/memory-model/litmus-tests/SB+none.litmus': kernelTest(
    'SB+none',
    'Sometimes',
    STORE_BUFFERING(''),
    '0:r0=0 /\\ 1:r0=0',
  ),
  'tools/memory-model/litmus-tests/SB+full.litmus': kernelTest(
    'SB+full',
    'Never',
    STORE_BUFFERING('\tsmp_mb();\n'),
    '0:r0=0 /\\ 1:r0=0',
  ),
  'tools/memory-model/litmus-tests/two-locks.litmus': kernelTest('two-locks', 'Always', LOCKED, 'x=2'),
  'tools/memory-model/litmus-tests/twice.litmus': kernelTest('twice', 'DEADLOCK', STUCK, 'x=1'),
  'Documentation/litmus-tests/atomic/plain.litmus': kernelTest('plain', 'Sometimes DATARACE', RACE, '1:r0=1'),
  'Documentation/litmus-tests/locking/open.litmus': kernelTest(
    'open',
    'Maybe',
    STORE_BUFFERING(''),
    '0:r0=0 /\\ 1:r0=0',
  ),
};

/** Runs herd7 on a test, what it prints in a file beside the test. */
const RUN = `#!/bin/sh
options=\${LKMM_HERD_OPTIONS--conf linux-kernel.cfg}
echo Options: $options > "$1.out"
herd7 $options "$1" >> "$1.out" 2>&1
`;

/** Judges what was printed against the comment of the test. */
const JUDGE = `#!/bin/sh
wanted=$(grep -m 1 '^ \\* Result: ' "$1" | awk '{ print $3 }')
grep '^Observation' "$1.out" || {
	name=$(sed -n 's/^.*: Unknown macro //p' "$1.out" | sed 's/ (User error).*$//')
	if test -n "$name"; then echo " !!! $1: $name is not known"; exit 254; fi
	echo " !!! $1: no verdict"
	exit 255
}
line=$(grep '^Observation' "$1.out")
case $wanted in
Maybe) exit 0 ;;
DEADLOCK) echo "$line" | grep -q 'Never 0 0$' && exit 0 ;;
*) echo "$line" | grep -q "$wanted" && exit 0 ;;
esac
echo " !!! $1: unexpected, not $wanted"
exit 1
`;

/** Runs and judges all tests of a directory. */
const ALL = `#!/bin/sh
bad=0
for test in "$1"/*.litmus; do
	scripts/run.sh "$test"
	scripts/judge.sh "$test" || bad=1
done
if test $bad -ne 0; then echo ' ^^^ MISMATCHES'; else echo 'All as expected.'; fi
exit $bad
`;

/** The tree in a directory of its own, with programs beside it: `bin` has pinlitmus, and what else is given. */
export function kernelTree(programs: Readonly<Record<string, string>> = {}): {
  readonly root: string;
  readonly path: string;
} {
  const scripts = { 'run.sh': RUN, 'judge.sh': JUDGE, 'all.sh': ALL };
  const own = { pinlitmus: `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`, ...programs };
  const inScripts = Object.entries(scripts).map(([name, text]) => [
    `tools/memory-model/scripts/${name}`,
    text,
  ]);
  const inBin = Object.entries(own).map(([name, text]) => [`bin/${name}`, text]);
  const root = directory({ ...TESTS, ...Object.fromEntries([...inScripts, ...inBin]) });
  for (const [path] of [...inScripts, ...inBin]) chmodSync(join(root, path), 0o755);
  return { root, path: `${join(root, 'bin')}:${process.env.PATH}` };
}
