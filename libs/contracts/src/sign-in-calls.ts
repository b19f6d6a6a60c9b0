/**
 * Method and path of what is called before anyone is signed in. They have no schema beside them, so the client's first
 * page comes without the schema library.
 */
export const SIGN_IN_CALLS = {
  register: { method: 'POST', path: '/auth/register' },
  login: { method: 'POST', path: '/auth/login' },
  loginWithLink: { method: 'POST', path: '/auth/link' },
  refresh: { method: 'POST', path: '/auth/refresh' },
  authStatus: { method: 'GET', path: '/auth/status' },
} as const
