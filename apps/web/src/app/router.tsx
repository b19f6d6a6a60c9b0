import { CLIENT_ROUTES } from '@enrichify/contracts'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { SignInScreen } from '../features/auth/sign-in.screen.tsx'
import { Splash } from '../ui/splash.tsx'
import { Root } from './root.tsx'
import { RouteError } from './route-error.tsx'

// The server reads the same list of addresses (`CLIENT_ROUTES`). Each screen is a chunk of its own, so that none waits
// for the grid. The sign-in screen is small and most first visits see it: it comes at once.
const router = createBrowserRouter([
  {
    Component: Root,
    ErrorBoundary: RouteError,
    HydrateFallback: Splash,
    children: [
      {
        path: CLIENT_ROUTES.signIn,
        Component: SignInScreen,
      },
      {
        path: CLIENT_ROUTES.register,
        lazy: async () => ({ Component: (await import('../features/auth/register.screen.tsx')).RegisterScreen }),
      },
      {
        path: CLIENT_ROUTES.welcome,
        lazy: async () => ({ Component: (await import('../features/auth/welcome.screen.tsx')).WelcomeScreen }),
      },
      {
        lazy: async () => ({ Component: (await import('./shell.tsx')).Shell }),
        children: [
          {
            path: CLIENT_ROUTES.websets,
            lazy: async () => ({ Component: (await import('./websets.screen.tsx')).WebsetsScreen }),
          },
          {
            path: CLIENT_ROUTES.webset,
            lazy: async () => ({ Component: (await import('./sheet/sheet.screen.tsx')).SheetScreen }),
          },
          {
            path: CLIENT_ROUTES.run,
            lazy: async () => ({ Component: (await import('../features/runs/run.screen.tsx')).RunScreen }),
          },
          {
            path: CLIENT_ROUTES.pages,
            lazy: async () => ({ Component: (await import('../features/pages/pages.screen.tsx')).PagesScreen }),
          },
          {
            path: CLIENT_ROUTES.settings,
            lazy: async () => ({
              Component: (await import('./settings.screen.tsx')).SettingsScreen,
            }),
          },
          { path: '*', lazy: async () => ({ Component: (await import('./not-found.tsx')).NotFound }) },
        ],
      },
    ],
  },
])

export function AppRouter() {
  return <RouterProvider router={router} />
}
