import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { Splash } from '../ui/splash.tsx'
import { NotFound } from './not-found.tsx'
import { Root } from './root.tsx'
import { RouteError } from './route-error.tsx'
import { Shell } from './shell.tsx'

// Every screen is a chunk of its own: the sign-in screen does not download the grid.
const router = createBrowserRouter([
  {
    Component: Root,
    ErrorBoundary: RouteError,
    HydrateFallback: Splash,
    children: [
      {
        path: '/sign-in',
        lazy: async () => ({ Component: (await import('../features/auth/sign-in.screen.tsx')).SignInScreen }),
      },
      {
        path: '/register',
        lazy: async () => ({ Component: (await import('../features/auth/register.screen.tsx')).RegisterScreen }),
      },
      {
        path: '/welcome',
        lazy: async () => ({ Component: (await import('../features/auth/welcome.screen.tsx')).WelcomeScreen }),
      },
      {
        Component: Shell,
        children: [
          {
            path: '/',
            lazy: async () => ({ Component: (await import('./websets.screen.tsx')).WebsetsScreen }),
          },
          {
            path: '/websets/:id',
            lazy: async () => ({ Component: (await import('./sheet/sheet.screen.tsx')).SheetScreen }),
          },
          {
            path: '/runs/:id',
            lazy: async () => ({ Component: (await import('../features/runs/run.screen.tsx')).RunScreen }),
          },
          {
            path: '/pages',
            lazy: async () => ({ Component: (await import('../features/pages/pages.screen.tsx')).PagesScreen }),
          },
          {
            path: '/settings',
            lazy: async () => ({
              Component: (await import('./settings.screen.tsx')).SettingsScreen,
            }),
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
])

export function AppRouter() {
  return <RouterProvider router={router} />
}
