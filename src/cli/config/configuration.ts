/** What a configuration file holds, and the helper for one that is JavaScript. The schema beside this one checks it. */

/** Limits of one test on one model; each counts as its option does. */
export interface TestLimits {
  /** As `--max-states`. */
  readonly states?: number;
  /** Seconds, as `--timeout`. */
  readonly timeout?: number;
  /** Megabytes, as `--max-memory`. */
  readonly memory?: number;
}

/** What may be said of all tests, and otherwise of some. */
export interface TestConfiguration {
  /** The models that tests run on, as `--model`. */
  readonly models?: readonly string[];
  /** Atomic instructions on Armv8, as `--atomics`. */
  readonly atomics?: 'lse' | 'llsc';
  readonly limits?: TestLimits;
  /** Whether a test that expects nothing fails, as with `--require-expectations`. */
  readonly requireExpectations?: boolean;
}

/** What holds for the files that one of the globs means; a later one wins over those before. */
export interface ConfigurationOverride extends TestConfiguration {
  readonly files: readonly string[];
}

/** A configuration file. Its paths and globs count from the directory that it is in. */
export interface Configuration extends TestConfiguration {
  /** Where editors find the schema; it has no effect. */
  readonly $schema?: string;
  /** What is checked where the command line names nothing: files, directories, patterns. */
  readonly paths?: readonly string[];
  /** Globs of what is left out below directories. */
  readonly ignore?: readonly string[];
  readonly limits?: TestLimits & {
    /** Seconds for the whole run, as `--total-timeout`. */
    readonly total?: number;
  };
  /** The reporters of `check`, as `--reporter`: `NAME` or `NAME=FILE`. */
  readonly reporters?: readonly string[];
  /** Models of your own, as `--cat`. */
  readonly cat?: readonly string[];
  /** The tags that they name, as `--bell`. */
  readonly bell?: string;
  readonly overrides?: readonly ConfigurationOverride[];
}

/** Gives the configuration back; editors know by it what may be in one. */
export function defineConfig(configuration: Configuration): Configuration {
  return configuration;
}
