import { createElement as h, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
export const mount = (element) => createRoot(document.getElementById('root')).render(h(StrictMode, null, element))
