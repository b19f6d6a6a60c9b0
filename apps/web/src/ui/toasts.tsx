import { X } from 'lucide-react'
import { Toaster } from 'sonner'
import { cx } from './cx.ts'

/** Where toasts appear. They are read aloud, stay while the pointer is over them, and take the focus by Alt and T. */
export function Toasts() {
  return (
    <Toaster
      position="bottom-center"
      expand
      visibleToasts={3}
      closeButton
      // On a phone the list begins 16 pixels from the edge, and would go as far beyond the other one.
      className="w-[calc(100%-2rem)]! font-sans! sm:w-xl!"
      gap={8}
      offset={16}
      mobileOffset={16}
      icons={{ close: <X className="size-4" aria-hidden /> }}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: 'Dismiss',
        classNames: {
          toast: cx(
            'inset-x-0 mx-auto flex w-fit! max-w-full items-center gap-3',
            'rounded-base py-1.5 pr-1.5 pl-3.5 shadow-float',
          ),
          title: 'whitespace-pre-line',
          content: 'min-w-0',
          actionButton: 'rounded-small px-2 py-1 font-semibold whitespace-nowrap underline underline-offset-2',
          closeButton: cx(
            'order-last flex size-control shrink-0 items-center justify-center',
            'rounded-base opacity-70 hover:opacity-100',
          ),
        },
      }}
    />
  )
}
