/**
 * What every test relies on: that work is cut off, as the command has it, and that the environment is the same wherever tests
 * run. What it inherits of a CI system, a git hook, make or a user's shell would change what the command, git and others print.
 */
import '../src/check/pool/interrupt.js';

const INHERITED =
  /^(?:CI|GITHUB_.*|GITLAB_.*|GIT_.*|NO_COLOR|FORCE_.*|CLICOLOR.*|COLORTERM|TERM_.*|PAGER|LESS.*|GROFF_.*|MAKE.*|MFLAGS|XDG_C.*|LC_.*|LANG.*|ENV|BASH_ENV|CDPATH|POSIXLY_CORRECT|CHOKIDAR_.*|PINLITMUS_DEBUG)$/;
for (const name of Object.keys(process.env)) if (INHERITED.test(name)) delete process.env[name];

Object.assign(process.env, {
  TERM: 'dumb',
  SHELL: '/bin/sh',
  // What a user has configured git to do is not asked for here.
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'core.excludesFile',
  GIT_CONFIG_VALUE_0: '/dev/null',
  GIT_CONFIG_KEY_1: 'core.attributesFile',
  GIT_CONFIG_VALUE_1: '/dev/null',
  // What is remembered of one test is not for another one to find.
  PINLITMUS_CACHE: 'off',
});
