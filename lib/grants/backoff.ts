/** Tries of a step before a person is asked, where none is needed earlier: about an hour. */
export const patience = 20;
