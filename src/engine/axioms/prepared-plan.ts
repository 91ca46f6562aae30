/**
 * The images of the models that are axioms (cat/cat-image.ts) as JSON, by the names of models. The build puts them here; where
 * nothing was built, there are none.
 */
export const PREPARED_PLANS: Readonly<Record<string, string>> = {};
