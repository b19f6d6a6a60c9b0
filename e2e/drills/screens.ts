import type { Locator, Page } from 'playwright-core'
import type { ChatModel } from '../../libs/features/src/testing/chat-model.ts'

const ANSWER = '## Bakeries\n\n- **Rye**\n  - rolls\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\nThat is all.'
const FIRMS = 'company,website\nPruitt Malloy LLP,https://pruitt-malloy.example\n'

/** The screens of the product and what opens on them. They expect a webset called “Spare list” beside the sample. */
export class Screens {
  readonly #page: Page
  readonly #address: string
  readonly #sheet: string
  readonly #model: ChatModel

  constructor(page: Page, address: string, sheet: string, model: ChatModel) {
    this.#page = page
    this.#address = address
    this.#sheet = sheet
    this.#model = model
  }

  button(name: string | RegExp): Locator {
    return this.#page.getByRole('button', { name, exact: true }).first()
  }
  entry(name: string): Locator {
    return this.#page.getByRole('menuitem', { name })
  }
  get dialog(): Locator {
    return this.#page.getByRole('dialog')
  }
  get chat(): Locator {
    return this.#page.getByRole('complementary', { name: 'Ask the sheet' })
  }
  get #isNarrow(): boolean {
    return this.#page.viewportSize()!.width < 640
  }

  async openList(): Promise<void> {
    await this.#page.goto(this.#address)
    await this.#page.getByText('Spare list').waitFor()
  }

  async openSheet(): Promise<void> {
    await this.#page.goto(this.#sheet)
    await this.#page.getByText('Live', { exact: true }).waitFor()
  }

  async openSheetMenu(y: number): Promise<void> {
    await this.openSheet()
    await this.pressSheet(y)
  }

  /** The sheet is painted on a canvas: its menus open where the pointer is. */
  async pressSheet(y: number): Promise<void> {
    const canvas = (await this.#page.locator('canvas').first().boundingBox())!
    await this.#page.mouse.click(canvas.x + 100, canvas.y + y, { button: 'right' })
    await this.#page.getByRole('menu').waitFor()
  }

  async openEditor(): Promise<void> {
    await this.openSheet()
    if (this.#isNarrow) {
      await this.button('More').click()
      await this.entry('Add a column').click()
    } else await this.button('Add a column').click()
    await this.#page.getByText('Ask a question').click()
    await this.#page.getByLabel('Question, asked for every row').fill('Who leads it?')
    await this.#page.getByRole('button', { name: 'Steps to an answer' }).click()
    await this.button('Move Agents').waitFor()
  }

  async openChat(): Promise<void> {
    this.#model.reply = () => ({ words: [ANSWER] })
    await this.#page.goto(`${this.#sheet}?chat=new`)
    await this.chat.getByLabel('Question').fill('What are they?')
    await this.#page.keyboard.press('Enter')
    await this.chat.getByText('That is all.').waitFor()
    await this.chat.getByText(/chat-1 · \$/).waitFor()
  }

  async openSettings(section: string, text: string): Promise<void> {
    await this.#page.goto(`${this.#address}/settings?section=${section}`)
    await this.#page.getByText(text).first().waitFor()
  }

  async openPreview(): Promise<void> {
    await this.openList()
    const chooser = this.#page.waitForEvent('filechooser')
    await this.button('Import a file').click()
    await (await chooser).setFiles({ name: 'firms.csv', mimeType: 'text/csv', buffer: Buffer.from(FIRMS) })
    await this.dialog.getByText('Pruitt Malloy LLP').first().waitFor()
  }

  async openPrice(): Promise<void> {
    await this.openSheet()
    await this.#page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click()
    await this.entry('Run on all rows').click()
    await this.dialog.getByText('Left', { exact: true }).waitFor()
  }

  async openPalette(): Promise<void> {
    await this.openSheet()
    await this.#page.keyboard.press('Control+k')
    await this.#page.getByRole('option', { name: 'Keyboard shortcuts' }).waitFor()
  }
}
