/** The image of the kernel's model (cat/cat-image.ts) as JSON. The build puts it here; where nothing was built, there is none. */
export const PREPARED_PLAN: string | null = null;
