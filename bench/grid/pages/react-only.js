/** What the other pages have without a grid: its size is taken off theirs. */
import { createElement as h } from 'react'
import { mount } from './mount.js'
import './source.js'
mount(h('p', null, 'r0 c0 value'))
