import { SETTINGS, type Config, type SettingName } from './settings.ts'

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the environment once. Names every bad setting in one message and never prints a value (it may be a secret). */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const config: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const given = environment[name]
    const text = given === undefined || given === '' ? setting.default : given
    const parsed = setting.schema.safeParse(text === null ? undefined : text)
    if (parsed.success) config[name] = parsed.data
    else problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join(', ')}. ${setting.about}`)
  }
  if (problems.length) throw new ConfigError(`The settings are not usable:\n  ${problems.join('\n  ')}`)
  return config as Config
}

/** The text of `.env.example`. */
export function renderEnvExample(): string {
  const lines = [
    '# Generated from libs/platform/src/config/settings.ts by `npm run env-example`. Every setting is optional.',
  ]
  let section = ''
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const setting = SETTINGS[name]
    if (setting.section !== section) lines.push('', `# --- ${(section = setting.section)} ---`)
    lines.push(
      `# ${setting.about}`,
      setting.default === null || setting.default === '' ? `# ${name}=` : `# ${name}=${setting.default}`,
    )
  }
  return lines.join('\n') + '\n'
}
