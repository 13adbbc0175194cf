/** The cache of an associate's pages, and of the work they showed: forgotten together. */
export const STAFF_PAGES = "aisle-staff-pages";
