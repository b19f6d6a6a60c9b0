// Runs before the first paint and the first module. A file of its own, because the content security policy forbids
// inline scripts.
{
  // So that a dark screen never flashes white. Everything else about the theme is in src/ui/theme.ts.
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
