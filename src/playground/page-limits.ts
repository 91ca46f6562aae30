/** What searches of a page are bounded by, apart from what its reader chooses. */

/** A page has less memory than a machine. */
export const PAGE_MEGABYTES = 1024;
