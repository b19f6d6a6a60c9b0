import type { Cookie, Page } from 'playwright-core'
import type { ChatModel } from '../../libs/features/src/testing/chat-model.ts'
import type { OwnVisit } from '../setup/visit.ts'
import { runToEnd } from './run-to-end.ts'
import { Screens } from './screens.ts'
import { SettingsScreens } from './settings-screens.ts'

interface Column {
  id: string
  name: string
}

/** Data that fills each screen, and the way to each screen. Some begin where the one before ended. */
export class Gallery {
  readonly #visit: OwnVisit
  readonly #page: Page
  readonly #sheet: string
  readonly #screens: Screens
  readonly #settings: Record<string, () => Promise<void>>
  #columns: Column[] = []
  #runId = ''
  #emptyId = ''
  #cookies: Cookie[] = []

  private constructor(visit: OwnVisit, sheet: string, model: ChatModel) {
    this.#visit = visit
    this.#page = visit.page
    this.#sheet = sheet
    this.#screens = new Screens(visit.page, visit.address, sheet, model)
    this.#settings = new SettingsScreens(visit.page, this.#screens).all
  }

  static async open(visit: OwnVisit, model: ChatModel): Promise<Gallery> {
    await visit.openSample()
    return new Gallery(visit, visit.page.url().split('?')[0]!, model)
  }

  get #path(): string {
    return `/websets/${/websets\/([0-9a-f-]+)/.exec(this.#sheet)![1]!}`
  }

  /** A second webset, a column of answers that ran, tests, budgets, members and a token. */
  async fill(): Promise<void> {
    const visit = this.#visit
    this.#emptyId = (await visit.ask<{ id: string }>('/websets', { name: 'Empty list' })).id
    await visit.ask('/websets', { name: 'Spare list', paste: 'example.com\nexample.org' })
    await visit.ask(`${this.#path}/columns`, { question: 'What do they offer?', name: 'Offer' })
    this.#columns = (await visit.ask<{ columns: Column[] }>(this.#path)).columns
    await visit.ask('/budgets', { kind: 'workspace_month', limitMicros: 5_000_000 })
    this.#runId = await runToEnd(visit, this.#path, { columnIds: [this.#column('Offer')], scope: { kind: 'all' } })
    await visit.ask(`${this.#path}/columns/${this.#column('Offer')}/tests`, {
      rows: [
        { rowId: 1, expected: 'Rye & River' },
        { rowId: 3, expected: 'Something else' },
        { rowId: 4, expected: 'Something else' },
      ],
    })
    await visit.ask('/workspace/invitations', { role: 'editor', email: 'sam@people.example' })
    await visit.ask('/workspace/tokens', { name: 'Nightly export', scopes: ['read'] })
    await visit.invite('editor', 'ben')
  }

  #column(name: string): string {
    return this.#columns.find((column) => column.name === name)!.id
  }

  async #go(path: string, text: string | RegExp): Promise<void> {
    await this.#page.goto(`${this.#visit.address}${path}`)
    await this.#page.getByText(text).first().waitFor()
  }

  async #openCell(row: number, column: string, text: string | RegExp): Promise<void> {
    await this.#page.goto(`${this.#sheet}?cell=${row}.${this.#column(column)}`)
    await this.#page.getByText(text).first().waitFor()
  }

  async #openColumn(name: string): Promise<void> {
    await this.#openCell(1, name, 'How it got here')
    await this.#page.getByRole('button', { name: 'Edit the column', exact: true }).first().click()
    await this.#page.getByRole('list', { name: 'Steps to an answer' }).waitFor()
  }

  /** The commands are reached by the palette, which is the same at each width. */
  async #command(label: string): Promise<void> {
    await this.#screens.openPalette()
    await this.#page.keyboard.type(label)
    await this.#page.getByRole('option', { name: label }).first().click()
  }

  async #columnMenu(entry: string): Promise<void> {
    await this.#screens.openSheetMenu(16)
    await this.#screens.entry(entry).click()
    await this.#screens.dialog.waitFor()
  }

  get screens(): Record<string, () => Promise<void>> {
    return {
      list: () => this.#screens.openList(),
      'list-row-menu': async () => {
        await this.#screens.button('Actions for Spare list').click()
        await this.#screens.entry('Rename').waitFor()
      },
      'list-toast': async () => {
        await this.#screens.entry('Move to the trash').click()
        await this.#screens.button('Undo').waitFor()
      },
      'list-trash': async () => {
        await this.#page.goto(`${this.#visit.address}/?view=trash`)
        await this.#page.getByText('Spare list').waitFor()
      },
      'list-trash-empty': async () => {
        await this.#screens.button('Restore').click()
        await this.#page.getByText('The trash is empty').waitFor()
      },
      'user-menu': async () => {
        await this.#screens.openList()
        await this.#screens.button(/^Account of/).click()
        await this.#screens.entry('Theme').click()
        await this.#page.getByRole('menuitemradio', { name: 'Dark theme' }).waitFor()
      },
      'new-webset': async () => {
        await this.#screens.openList()
        await this.#screens.button('New webset').click()
        await this.#screens.dialog.getByLabel('Name').waitFor()
      },
      'import-preview': () => this.#screens.openPreview(),
      sheet: () => this.#screens.openSheet(),
      'sheet-tooltip': async () => {
        await this.#screens.button('Filter').hover()
        await this.#page.getByRole('tooltip', { name: 'Filter' }).waitFor()
      },
      'sheet-filter': async () => {
        await this.#screens.button('Filter').click()
        await this.#screens.dialog.getByRole('button').first().waitFor()
      },
      'sheet-filtered': async () => {
        const filter = JSON.stringify([{ column: this.#column('Offer'), op: 'flag', value: 'stale' }])
        await this.#page.goto(`${this.#sheet}?filter=${encodeURIComponent(filter)}`)
        await this.#page.getByText('is marked out of date').waitFor()
      },
      'sheet-search-empty': () => this.#go(`${this.#path}?q=zzzz`, 'No rows match'),
      'sheet-empty': () => this.#go(`/websets/${this.#emptyId}`, 'No rows yet'),
      'column-menu': () => this.#screens.openSheetMenu(16),
      'cell-menu': () => this.#screens.openSheetMenu(100),
      'webset-menu': async () => {
        await this.#screens.openSheet()
        const more = this.#screens.button('More')
        await ((await more.isVisible()) ? more : this.#page.getByTitle('Sample', { exact: false }).first()).click()
        await this.#screens.entry('History of runs').waitFor()
      },
      'run-menu': async () => {
        await this.#screens.openSheet()
        await this.#page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click()
        await this.#screens.entry('Run on all rows').waitFor()
      },
      'selected-rows': async () => {
        await this.#screens.openSheet()
        const canvas = (await this.#page.locator('canvas').first().boundingBox())!
        await this.#page.mouse.click(canvas.x + 14, canvas.y + 52)
        await this.#page.getByText('1 row selected').waitFor()
      },
      price: () => this.#screens.openPrice(),
      'price-tests': async () => {
        await this.#screens.dialog.getByRole('button', { name: /^Start/ }).click()
        await this.#screens.dialog.getByText(/was not tried on them/).waitFor()
      },
      palette: () => this.#screens.openPalette(),
      shortcuts: async () => {
        await this.#command('Keyboard shortcuts')
        await this.#screens.dialog.getByText('Keyboard shortcuts').first().waitFor()
      },
      export: async () => {
        await this.#command('Export')
        await this.#screens.dialog.getByRole('combobox', { name: 'Format' }).waitFor()
      },
      archive: async () => {
        await this.#command('Pages from an archive')
        await this.#screens.dialog.waitFor()
      },
      runs: async () => {
        await this.#command('History of runs')
        await this.#screens.dialog.waitFor()
      },
      trash: async () => {
        await this.#command('Trash of this webset')
        await this.#screens.dialog.waitFor()
      },
      'delete-webset': async () => {
        await this.#command('Move the webset to the trash')
        await this.#screens.dialog.waitFor()
      },
      'column-rename': () => this.#columnMenu('Rename…'),
      'column-type': () => this.#columnMenu('Type: '),
      'column-new': async () => {
        await this.#command('Add a column')
        await this.#page.getByText('Ask a question').waitFor()
      },
      'column-facts': async () => {
        await this.#page.getByRole('checkbox').first().click()
      },
      'column-formula': async () => {
        await this.#page.getByText('Formula', { exact: true }).click()
        await this.#page.getByRole('textbox', { name: 'Formula' }).fill('UPPER({City}) & NOPE(1)')
        await this.#page.getByText('There is no function NOPE.').waitFor()
      },
      'column-score': async () => {
        await this.#page.getByText('Score', { exact: true }).click()
        await this.#page.getByText('Criteria').first().waitFor()
      },
      'column-merge': async () => {
        await this.#page.getByText('Best of columns', { exact: true }).click()
        await this.#page.getByText('Taken from').first().waitFor()
      },
      'column-request': async () => {
        await this.#page.getByText('HTTP request', { exact: true }).click()
        await this.#page.getByLabel('Address').waitFor()
      },
      'column-plain': async () => {
        await this.#page.getByText('Plain column', { exact: true }).click()
        await this.#page.getByText('Filled by people and imports').waitFor()
      },
      'column-question': () => this.#screens.openEditor(),
      'column-edit': async () => {
        await this.#openColumn('Offer')
      },
      'column-compare': async () => {
        await this.#page.getByRole('button', { name: 'Compare with another version' }).click()
        await this.#screens.dialog.getByLabel('Question').waitFor()
      },
      'column-edit-end': async () => {
        await this.#openColumn('Offer')
        for (const name of ['Which rows', 'Examples', 'Tests'])
          await this.#page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
        await this.#page.getByText('Give the right answer').scrollIntoViewIfNeeded()
      },
      'column-left': async () => {
        await this.#page.getByLabel('Question, asked for every row').fill('What do they sell?')
        await this.#page.keyboard.press('Escape')
        await this.#page.getByText('Your changes are not saved.').waitFor()
      },
      cell: () => this.#openCell(1, 'Phone', 'How it got here'),
      'cell-answer': () => this.#openCell(2, 'Offer', 'How it got here'),
      'cell-conflict': () => this.#openCell(6, 'Postal code', 'Page as stored'),
      'cell-end': async () => {
        await this.#page.getByText(/^History/).scrollIntoViewIfNeeded()
      },
      'cell-stored': async () => {
        await this.#page
          .getByRole('tab', { name: /stored/i })
          .first()
          .click()
        await this.#page.locator('iframe').first().waitFor()
      },
      'cell-empty': () => this.#openCell(10, 'Phone', 'What helps'),
      'cell-plain': () => this.#openCell(1, 'Business', 'It came with the list.'),
      'chat-empty': async () => {
        await this.#page.goto(`${this.#sheet}?chat=new`)
        await this.#screens.chat.getByLabel('Question').waitFor()
      },
      chat: () => this.#screens.openChat(),
      run: () => this.#go(`/runs/${this.#runId}`, /^finished/i),
      'run-end': async () => {
        await this.#page.getByText('All calls of this webset').scrollIntoViewIfNeeded()
      },
      pages: () => this.#go('/pages', /pages/i),
      'pages-found': async () => {
        await this.#page.getByRole('searchbox').fill('bakery')
        await this.#page.keyboard.press('Enter')
        await this.#page.getByRole('heading', { level: 2 }).first().waitFor()
      },
      'page-stored': async () => {
        await this.#page.getByRole('heading', { level: 2 }).first().getByRole('button').click()
        await this.#page.frameLocator('iframe').getByText(/./).first().waitFor()
      },
      ...this.#settings,
      'not-found': () => this.#go('/nowhere', 'There is nothing here'),
      'webset-missing': () => this.#go('/websets/00000000-0000-4000-8000-000000000000', 'This webset is not here'),
      'sign-in': () => this.#asStranger('/sign-in', 'Sign in'),
      register: () => this.#asStranger('/register', /account|invitation/i),
      'welcome-bad': () => this.#asStranger('/welcome#token=wrong', /link/i),
    }
  }

  /** Takes the session away. `signIn` brings it back. */
  async #asStranger(path: string, text: string | RegExp): Promise<void> {
    const context = this.#page.context()
    const cookies = await context.cookies()
    if (cookies.length) this.#cookies = cookies
    await context.clearCookies()
    await this.#page.goto('about:blank')
    await this.#go(path, text)
  }

  signIn(): Promise<void> {
    return this.#page.context().addCookies(this.#cookies)
  }
}
