/**
 * The files that `pinlitmus init` writes: a job a shard, and one that merges the reports. A shard that fails does not keep the others
 * from their tests, and what the merge ends with is what one run of all would have ended with.
 */

/** What is to be checked, and how; words are as a shell takes them. */
export interface CiPlan {
  readonly shards: number;
  /** The arguments that the file is written by. */
  readonly command: string;
  /** ` litmus 'a b'`, or nothing. */
  readonly paths: string;
  /** `--shard-times FILE `, or nothing. */
  readonly times: string;
}

function numbers(shards: number): readonly number[] {
  return Array.from({ length: shards }, (_, index) => index + 1);
}

/** What every job of GitHub Actions begins with. */
const SET_UP = `      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci`;

/** What each workflow begins with, up to what its check is. */
const HEAD = `name: litmus

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  check:
`;

/** A workflow of GitHub Actions with one job, for the tests of the configuration. */
export function plainWorkflow(): string {
  return `# Written by pinlitmus init
${HEAD}    runs-on: ubuntu-latest
    steps:
${SET_UP}
      - run: npx pinlitmus check
`;
}

/** A workflow of GitHub Actions (docs.github.com, "Workflow syntax for GitHub Actions"). */
export function githubWorkflow({ shards, command, paths, times }: CiPlan): string {
  // In a workflow `${{` begins an expression.
  const safe = paths.replaceAll('${{', "$'{{'");
  return `# Written by pinlitmus ${command.replaceAll('${{', '$ {{')}
${HEAD}    name: check \${{ matrix.shard }}/${shards}
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        shard: [${numbers(shards).join(', ')}]
    steps:
${SET_UP}
      - name: pinlitmus check
        run: |
          npx pinlitmus check --shard \${{ matrix.shard }}/${shards} ${times}--reporter pretty --reporter json=litmus-\${{ matrix.shard }}.json${safe}
      - uses: actions/upload-artifact@v4
        if: \${{ !cancelled() }}
        with:
          name: litmus-\${{ matrix.shard }}
          path: litmus-\${{ matrix.shard }}.json

  merge:
    needs: check
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    steps:
${SET_UP}
      - uses: actions/download-artifact@v4
        with:
          pattern: litmus-*
          merge-multiple: true
      - name: pinlitmus merge
        run: |
          npx pinlitmus merge --reporter github --reporter markdown=summary.md --reporter json=litmus.json litmus-*.json
      - name: summary
        if: \${{ !cancelled() }}
        run: |
          cat summary.md >> "$GITHUB_STEP_SUMMARY"
      - uses: actions/upload-artifact@v4
        if: \${{ !cancelled() }}
        with:
          name: litmus
          path: litmus.json
`;
}

/** A pipeline of GitLab (docs.gitlab.com, "CI/CD YAML syntax reference"). */
export function gitlabPipeline({ shards, command, paths, times }: CiPlan): string {
  return `# Written by pinlitmus ${command}
litmus:
  image: node:22
  parallel: ${shards}
  script:
    - npm ci
    - |
      npx pinlitmus check --shard "$CI_NODE_INDEX/$CI_NODE_TOTAL" ${times}--reporter pretty --reporter "json=litmus-$CI_NODE_INDEX.json"${paths}
  artifacts:
    when: always
    paths:
      - litmus-*.json

litmus-merge:
  image: node:22
  needs:
    - litmus
  when: always
  script:
    - npm ci
    - |
      npx pinlitmus merge --reporter pretty --reporter junit=litmus.xml --reporter json=litmus.json litmus-*.json
  artifacts:
    when: always
    paths:
      - litmus.json
    reports:
      junit: litmus.xml
`;
}

/** A fragment for make: `make -j4 -f litmus.mk litmus`. A shard that fails has still written its report, and the merge judges it. */
export function makeFragment({ shards, command, paths, times }: CiPlan): string {
  const dollars = (text: string): string => text.replaceAll('$', '$$$$');
  return `# Written by pinlitmus ${command}
#   make -j${shards} -f litmus.mk litmus

PINLITMUS ?= npx pinlitmus
LITMUS_REPORTS := ${numbers(shards)
    .map((number) => `litmus-${number}.json`)
    .join(' ')}

.PHONY: litmus litmus-clean $(LITMUS_REPORTS)

litmus: $(LITMUS_REPORTS)
\t$(PINLITMUS) merge --reporter pretty --reporter json=litmus.json $(LITMUS_REPORTS)

$(LITMUS_REPORTS): litmus-%.json:
\trm -f $@
\t$(PINLITMUS) check --shard $*/${shards} ${dollars(times)}--reporter json=$@${dollars(paths)} || test -s $@

litmus-clean:
\trm -f litmus.json $(LITMUS_REPORTS)
`;
}
