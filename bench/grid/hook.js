/** Runs in each page before its own scripts. Playwright sends it as text, so it uses nothing from outside. */
export function hook() {
  let watch = null
  // Univer paints letter by letter, so the last letters are looked at together.
  let tail = ''
  const bare = (text) => text.replaceAll(' ', '')
  const found = () => {
    const { done } = watch
    watch = null
    done(performance.now())
  }
  const painted = CanvasRenderingContext2D.prototype.fillText
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    if (watch) {
      tail = (tail + String(text)).slice(-64)
      if (bare(tail).includes(bare(watch.text))) found()
    }
    return painted.call(this, text, ...rest)
  }
  const isInPage = (text) => {
    const cells = document.querySelectorAll('revogr-data .rgCell, #root > p')
    return [...cells].some((cell) => cell.textContent.includes(text))
  }
  /** The moment at which `text` is painted, or is in a cell of the page. */
  window.until = (text) =>
    new Promise((done) => {
      tail = ''
      const mine = { text, done }
      watch = mine
      const look = () => {
        if (watch !== mine) return
        if (isInPage(text)) found()
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })

  /** Counts frames until the returned function is called. */
  window.countFrames = () => {
    const times = []
    let on = true
    const frame = () => {
      times.push(performance.now())
      if (on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    return () => {
      on = false
      const gaps = times.slice(1).map((time, index) => time - times[index])
      return { perSecond: (gaps.length * 1000) / (times.at(-1) - times[0]), worst: Math.max(...gaps) }
    }
  }

  const note = (text, at = performance.now()) => (window.copied = { at, text })
  const setData = DataTransfer.prototype.setData
  DataTransfer.prototype.setData = function (kind, text) {
    if (kind === 'text/plain') note(text)
    return setData.call(this, kind, text)
  }
  const { write, writeText } = Clipboard.prototype
  Clipboard.prototype.writeText = function (text) {
    note(text)
    return writeText.call(this, text)
  }
  Clipboard.prototype.write = function (items) {
    const at = performance.now()
    for (const item of items)
      if (item.types.includes('text/plain'))
        void item
          .getType('text/plain')
          .then((blob) => blob.text())
          .then((text) => note(text, at))
    return write.call(this, items)
  }
  window.firstCells = window.until('r0 c0 value')
}
