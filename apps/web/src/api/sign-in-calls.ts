import { SIGN_IN_CALLS, type Address } from '@enrichify/contracts'
import type * as contracts from '@enrichify/contracts'

type Called = { [Name in keyof typeof SIGN_IN_CALLS]: Address<(typeof contracts)[Name]> }

/** What the first page calls: typed like the endpoints, and without their schemas. */
export const { register, login, loginWithLink, refresh, authStatus }: Called = SIGN_IN_CALLS
