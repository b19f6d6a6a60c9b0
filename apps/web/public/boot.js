// What has to be true before the first paint and the first module. Plain script: the content security policy allows none inline.
{
  // So that a dark screen never flashes white. The rest of the theme's life is in src/app/theme.ts.
  let stored = null
  try {
    stored = localStorage.getItem('enrichify.theme')
  } catch {
    // Storage may be forbidden; the system's choice is good enough.
  }
  const dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  // The schemas of the contracts would try to compile themselves, which the policy forbids and the console reports.
  globalThis.__zod_globalConfig = { jitless: true }
}
