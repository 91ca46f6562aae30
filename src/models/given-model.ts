/**
 * A model that the user gives, as files in the cat language. It is all data, so that it goes to worker threads along with the
 * settings, and becomes a model where it is used.
 */
import type { AxiomaticModel, ModelFiles } from './model.js';

/** A model of the user's. */
export interface GivenModel {
  /** What reports for machines know it by: `cat:` and its path, so that no model of ours is called so. */
  readonly name: string;
  readonly title: string;
  readonly files: ModelFiles;
}

/** What a given model says of itself. Nobody knows what else it allows, or whether somebody builds it. */
export function modelGiven({ name, title, files }: GivenModel): AxiomaticModel {
  return {
    name,
    title,
    allows: 'what its axioms do not forbid',
    source: files.model.name,
    includes: [],
    hardware: false,
    engine: 'axioms',
    architecture: () => 'lkmm',
    takesAssembly: true,
    files,
  };
}
