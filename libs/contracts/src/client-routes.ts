/**
 * The addresses of the client's screens. The client's router and the server read the same list: for any other address
 * the server answers 404.
 */
export const CLIENT_ROUTES = {
  signIn: '/sign-in',
  register: '/register',
  welcome: '/welcome',
  websets: '/',
  webset: '/websets/:id',
  run: '/runs/:id',
  pages: '/pages',
  settings: '/settings',
} as const
