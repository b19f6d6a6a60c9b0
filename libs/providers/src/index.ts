export * from './define-provider.ts'
export * from './reader/website.ts'
export * from './registry.ts'
