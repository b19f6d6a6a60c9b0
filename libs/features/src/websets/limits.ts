/** The message of a refusal states the limit. */
export const MAX_ROWS = 5_000_000
/** A wider sheet is no longer useful as a sheet. */
export const MAX_COLUMNS = 500
