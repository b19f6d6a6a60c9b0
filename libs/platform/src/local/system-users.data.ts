/** The user without rights that every Unix has, by the name that the system gives it. */
export const UNPRIVILEGED_USER = 'nobody'
