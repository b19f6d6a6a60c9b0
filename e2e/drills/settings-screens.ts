import type { Page } from 'playwright-core'
import type { Screens } from './screens.ts'

/** The sections of the settings, and what opens on them. */
export class SettingsScreens {
  readonly #page: Page
  readonly #screens: Screens

  constructor(page: Page, screens: Screens) {
    this.#page = page
    this.#screens = screens
  }

  async #goSection(section: string, text: string): Promise<void> {
    await this.#screens.openSettings(section, text)
    await this.#page.waitForLoadState('networkidle')
  }

  async #openProviderMenu(): Promise<void> {
    await this.#goSection('providers', 'OpenAI-compatible')
    await this.#screens.button(/^Actions for/).click()
    await this.#screens.entry('Remove…').waitFor()
  }

  readonly all: Record<string, () => Promise<void>> = {
    account: () => this.#goSection('account', 'Password'),
    members: () => this.#goSection('members', 'Invite'),
    invited: async () => {
      await this.#page.getByRole('button', { name: /^(Invite|Make)/ }).click()
      await this.#page.getByText('Send this link').waitFor()
    },
    tokens: () => this.#goSection('tokens', 'New token'),
    providers: () => this.#goSection('providers', 'OpenAI-compatible'),
    'provider-menu': () => this.#openProviderMenu(),
    'provider-edit': async () => {
      await this.#screens.entry('Edit…').click()
      await this.#screens.dialog.getByText('Name, limits, prices and lost answers').click()
      await this.#screens.dialog.getByText('When an answer is lost').scrollIntoViewIfNeeded()
    },
    'provider-remove': async () => {
      await this.#openProviderMenu()
      await this.#screens.entry('Remove…').click()
      await this.#screens.dialog.waitFor()
    },
    'provider-catalogue': async () => {
      await this.#goSection('providers', 'OpenAI-compatible')
      await this.#screens.button('Connect a service').click()
      await this.#screens.dialog.getByRole('searchbox').waitFor()
    },
    'provider-connect': async () => {
      await this.#screens.dialog.getByRole('searchbox').fill('compatible')
      await this.#page.keyboard.press('Enter')
      await this.#screens.dialog.getByLabel('Base URL').waitFor()
    },
    spending: async () => {
      await this.#goSection('spending', 'Spent by day')
      const bars = this.#page.getByRole('img', { name: /^Spent by day/ }).locator('svg path')
      await bars.first().waitFor({ state: 'attached' })
    },
    'spending-end': async () => {
      await this.#page.getByRole('region', { name: 'All calls' }).getByRole('listitem').last().scrollIntoViewIfNeeded()
    },
    'budget-edit': async () => {
      await this.#page.getByRole('button', { name: /^Change the budget/ }).click()
      await this.#screens.dialog.waitFor()
    },
    'budget-new': async () => {
      await this.#goSection('spending', 'Spent by day')
      await this.#page
        .getByRole('button', { name: /budget/i })
        .first()
        .click()
      await this.#screens.dialog.waitFor()
    },
  }
}
