import { createElement as h, useEffect, useRef } from 'react'
import { mount } from './mount.js'
import { COLUMNS, ROWS, rowAt, show, subscribe, write } from './source.js'
/*
 * A floor, not a product: it paints, scrolls, repaints single cells, selects, copies, and has an accessible table.
 * No editor, no menus, no dragging.
 */
const H = 32,
  HEAD = 36,
  W = 180,
  MARK = 50
function Page() {
  const frame = useRef(null),
    canvas = useRef(null),
    table = useRef(null)
  useEffect(() => {
    const box = frame.current,
      view = canvas.current,
      ctx = view.getContext('2d', { alpha: false }),
      ratio = devicePixelRatio
    let width = 0,
      height = 0,
      queued = false,
      selection = null,
      painted = { first: 0, last: 0 },
      tableTimer = 0
    const paintCell = (x, y, w, r, c) => {
      const chosen = selection && r >= 0 && r <= selection.last
      ctx.fillStyle = chosen ? '#e8f0fe' : '#fff'
      ctx.fillRect(x, y, w - 1, H - 1)
      const text = rowAt(r)?.[`c${c}`]
      if (text === undefined) {
        ctx.fillStyle = '#eee'
        ctx.fillRect(x + 8, y + 12, 70, 8)
        return
      }
      ctx.fillStyle = '#222'
      ctx.fillText(text, x + 8, y + H / 2, w - 16)
    }
    const clip = (x, draw) => {
      ctx.save()
      ctx.beginPath()
      ctx.rect(x, HEAD, width - x, height - HEAD)
      ctx.clip()
      draw()
      ctx.restore()
    }
    const paint = () => {
      queued = false
      const top = box.scrollTop,
        left = box.scrollLeft,
        first = Math.floor(top / H),
        last = Math.min(ROWS - 1, Math.floor((top + height - HEAD) / H))
      painted = { first, last, top, left }
      show(first, last + 10)
      ctx.fillStyle = '#e3e3e3'
      ctx.fillRect(0, 0, width, height)
      ctx.font = '13px sans-serif'
      ctx.textBaseline = 'middle'
      const from = 1 + Math.floor(left / W),
        to = Math.min(COLUMNS - 1, from + Math.ceil((width - MARK - W) / W))
      clip(MARK + W, () => {
        for (let r = first; r <= last; r++)
          for (let c = from; c <= to; c++) paintCell(MARK + c * W - left, HEAD + r * H - top, W, r, c)
      })
      clip(0, () => {
        for (let r = first; r <= last; r++) {
          const y = HEAD + r * H - top
          ctx.fillStyle = '#f5f5f5'
          ctx.fillRect(0, y, MARK - 1, H - 1)
          ctx.fillStyle = '#777'
          ctx.fillText(String(r + 1), 8, y + H / 2)
          paintCell(MARK, y, W, r, 0)
        }
      })
      ctx.fillStyle = '#f0f0f0'
      ctx.fillRect(0, 0, width, HEAD - 1)
      ctx.fillStyle = '#222'
      for (let c = from; c <= to; c++) ctx.fillText(`Column ${c}`, MARK + c * W - left + 8, HEAD / 2)
      ctx.fillStyle = '#f0f0f0'
      ctx.fillRect(0, 0, MARK + W, HEAD - 1)
      ctx.fillStyle = '#222'
      ctx.fillText('Column 0', MARK + 8, HEAD / 2)
      clearTimeout(tableTimer)
      tableTimer = setTimeout(describe, 200)
    }
    const cellsOf = (r) =>
      Array.from({ length: COLUMNS }, (_, c) => {
        const text = rowAt(r)?.[`c${c}`] ?? ''
        return `<td role="gridcell" aria-colindex="${c + 1}">${text}</td>`
      })
    // The accessible table is written when scrolling rests, as in Glide.
    const describe = () => {
      const rows = []
      for (let r = painted.first; r <= painted.last; r++)
        rows.push(`<tr role="row" aria-rowindex="${r + 2}">${cellsOf(r).join('')}</tr>`)
      table.current.innerHTML = rows.join('')
    }
    const queue = () => {
      if (!queued) {
        queued = true
        requestAnimationFrame(paint)
      }
    }
    const size = () => {
      width = box.clientWidth
      height = box.clientHeight
      view.width = width * ratio
      view.height = height * ratio
      view.style.width = `${width}px`
      view.style.height = `${height}px`
      ctx.scale(ratio, ratio)
      paint()
    }
    const one = (r, c) => {
      const { first, last, top, left } = painted
      if (r < first || r > last) return
      const x = c === 0 ? MARK : MARK + c * W - left
      if (c > 0 && x + W < MARK + W) return
      if (c === 0) clip(0, () => paintCell(x, HEAD + r * H - top, W, r, c))
      else clip(MARK + W, () => paintCell(x, HEAD + r * H - top, W, r, c))
      clearTimeout(tableTimer)
      tableTimer = setTimeout(describe, 200)
    }
    const copy = (event) => {
      if (!selection) return
      event.preventDefault()
      const lines = []
      for (let r = 0; r <= selection.last; r++)
        lines.push(Array.from({ length: COLUMNS }, (_, c) => rowAt(r)?.[`c${c}`] ?? '').join('\t'))
      event.clipboardData.setData('text/plain', lines.join('\n'))
    }
    const off = subscribe((first, last) => {
      if (first <= painted.last && last >= painted.first) queue()
    })
    const keys = (event) => {
      if (event.ctrlKey && event.key === 'a') {
        event.preventDefault()
        selection = { last: ROWS - 1 }
        queue()
      }
      if (event.key === 'ArrowDown') box.scrollTop += H
    }
    box.addEventListener('scroll', queue)
    view.addEventListener('keydown', keys)
    document.addEventListener('copy', copy)
    const watch = new ResizeObserver(size)
    watch.observe(box)
    window.grid = {
      jump: (row) => {
        box.scrollTop = row * H
      },
      set: (r, c, t) => {
        write(r, c, t)
        one(r, c)
      },
      setMany: (list) => {
        for (const [r, c, t] of list) {
          write(r, c, t)
        }
        queue()
      },
      select: (rows) => {
        selection = { last: rows - 1 }
        queue()
        view.focus()
      },
    }
    return () => {
      off()
      watch.disconnect()
      document.removeEventListener('copy', copy)
      view.removeEventListener('keydown', keys)
      box.removeEventListener('scroll', queue)
    }
  }, [])
  return h(
    'div',
    { ref: frame, style: { width: '100%', height: '100%', overflow: 'auto', position: 'relative' } },
    h(
      'div',
      { style: { position: 'sticky', top: 0, left: 0, width: 0, height: 0 } },
      h(
        'canvas',
        { ref: canvas, tabIndex: 0 },
        h('table', { role: 'grid', 'aria-rowcount': ROWS + 1, 'aria-colcount': COLUMNS }, h('tbody', { ref: table })),
      ),
    ),
    h('div', { style: { width: MARK + COLUMNS * W, height: HEAD + ROWS * H } }),
  )
}
mount(h(Page))
