import { OneModule } from '../one/one.module.ts'

export const TwoModule = { imports: [() => OneModule] }
